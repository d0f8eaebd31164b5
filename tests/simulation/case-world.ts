/** Browsers, two relays and what people have typed: where a random history of a case takes place. */
import { planText } from '#lib/casedoc/text.ts';
import type { Capability } from '#lib/roster/capability.ts';
import type { DocumentId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Case } from '#lib/session/case.ts';
import { readSeats, writeSeat } from '#lib/session/seats.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { Browser, type BrowserPage } from './browser.ts';
import { HandClock, rest } from './hand-clock.ts';
import type { Seeded } from './seeded.ts';

const home = 'http://relay.test';
const second = 'http://second.test';
export const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

export interface Word {
	readonly text: string;
	readonly by: MemberId;
	readonly page: BrowserPage;
}

export class CaseWorld {
	readonly clock: HandClock;
	readonly relays: ReadonlyMap<string, MemoryRelay>;
	readonly browsers: Browser[] = [];
	readonly dice: Seeded;
	readonly words: Word[] = [];
	/** Words that need not be in the plan: deleted, or typed a moment before a page died. */
	readonly excused = new Set<string>();
	/** Pages that have undone something: what they typed may be gone, or there again. */
	readonly undid = new Set<BrowserPage>();
	/** Who has been removed or lowered by somebody, at any time. */
	readonly touched = new Set<MemberId>();
	/** Whether a tab was closed in the middle of typing: what it typed is there when its browser opens the case anew. */
	isOrphaned = false;
	document!: DocumentId;

	private constructor(dice: Seeded) {
		this.dice = dice;
		this.clock = new HandClock();
		this.relays = new Map([home, second].map((address) => [address, new MemoryRelay(this.clock)]));
	}

	/** Ada starts a case for Rosa; in half of the histories on two relays. */
	static async begin(dice: Seeded): Promise<CaseWorld> {
		const world = new CaseWorld(dice);
		const ada = world.#newBrowser('Ada');
		const page = await ada.openPage();
		world.document = await page.device.startCase({
			clientName: 'Rosa',
			myName: 'Ada',
			relation: 'case-manager'
		});
		await page.device.close();
		if (dice.below(2) === 0) await moveToBoth(ada);
		ada.killPage(page);
		world.browsers.push(ada);
		await world.openPage(ada);
		return world;
	}

	async openPage(browser: Browser): Promise<void> {
		const page = await browser.openPage();
		const opened = await this.within(page.device.open(this.document));
		opened.arrive();
		await rest();
	}

	killPage(browser: Browser, page: BrowserPage): void {
		for (const word of browser.killPage(page)) this.excused.add(word);
	}

	/** Someone new sits down on this invitation; false if it leads nowhere now. */
	async seat(name: string, link: string): Promise<boolean> {
		const browser = this.#newBrowser(name);
		const page = await browser.openPage();
		const look = await this.within(page.device.lookAt(link));
		const accepted = look.kind === 'invitation' && (await this.within(page.device.join(look, name)));
		if (!accepted || accepted.kind !== 'accepted') {
			browser.killPage(page);
			return false;
		}
		(await this.within(page.device.open(this.document))).arrive();
		this.browsers.push(browser);
		await rest();
		return true;
	}

	async invite(opened: Case, name: string, capability: Capability): Promise<string | null> {
		const offer = { name, relation: 'family', capability, expiry: 0 } as const;
		const invited = await opened.invite(offer, home);
		await rest();
		return invited.kind === 'invited' ? invited.link : null;
	}

	/** Time passes; what was typed before lies in the outbox then. */
	async advance(ms: number): Promise<void> {
		await this.clock.advance(ms);
		if (ms < 500) return;
		for (const { pages } of this.browsers) for (const { fresh } of pages) fresh.clear();
	}

	/** What is promised, while time goes on. @throws if ten minutes are not enough. */
	async within<T>(promise: Promise<T>): Promise<T> {
		const progress = { done: false };
		const isDone = () => progress.done;
		const settled = promise.finally(() => (progress.done = true));
		settled.catch(() => undefined);
		for (let passed = 0; !isDone() && passed < 600_000; passed += 1000) {
			await rest(2);
			if (!isDone()) await this.clock.advance(1000);
		}
		if (!isDone()) throw new Error('something hangs');
		return settled;
	}

	/** All links are up and everybody has had the time to hear of everything. */
	async settle(): Promise<void> {
		for (const relay of this.relays.values()) if (!relay.online) relay.setOnline(true);
		for (const { cable } of this.browsers) cable.setPlugged(true);
		await this.advance(90_000);
		const cases = (
			await Promise.all(this.browsers.map((one) => this.within(one.cases(this.document))))
		).flat();
		for (const opened of cases) {
			// A page that shows a case shows it also once it was opened anew.
			opened.arrive();
			await this.within(opened.document.flush());
		}
		await this.advance(120_000);
	}

	type(opened: Case, page: BrowserPage): void {
		const text = planText(opened.planDoc, own);
		const spaces = [...text.toString().matchAll(/ /g)].map(({ index }) => index + 1);
		const word = `w${this.words.length}.`;
		this.words.push({ text: word, by: opened.me, page });
		page.fresh.add(word);
		opened.text(own).splice(this.dice.pick([0, ...spaces]), 0, `${word} `);
	}

	deleteWord(opened: Case): void {
		const found = [
			...opened
				.text(own)
				.read()
				.matchAll(/w\d+\. /g)
		];
		if (found.length === 0) return;
		const [word] = [this.dice.pick(found)];
		this.excused.add(word[0].trim());
		opened.text(own).splice(word.index, word[0].length, '');
	}

	#newBrowser(name: string): Browser {
		return new Browser(name, this.clock, this.relays, this.dice);
	}
}

async function moveToBoth({ storage }: Browser): Promise<void> {
	const read = await readSeats(storage.vault);
	if (read.kind !== 'seats') throw new Error('the vault cannot be read');
	for (const seat of read.seats) await writeSeat(storage.vault, { ...seat, relays: [home, second] });
}
