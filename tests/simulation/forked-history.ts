/** One member signs one strand in many ways, and everyone hears of the ways in another order, while others write in their light. */
import * as Y from 'yjs';
import { throughout, planChannel } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { HostileMember, type HostileStrand } from '../attacks/hostile-member.ts';
import { HandClock, rest } from './hand-clock.ts';
import { openPerson } from './person.ts';
import { seeded, type Seeded } from './seeded.ts';

const home = 'http://relay.test';
const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

interface Node {
	readonly frame: Frame;
	readonly seq: number;
	readonly doc: Uint8Array;
}

export class ForkedHistory {
	readonly clock = new HandClock();
	readonly devices: Device[] = [];
	readonly typed: { readonly word: string; readonly by: Device }[] = [];
	readonly #relay = new MemoryRelay(this.clock);
	readonly #dice: Seeded;
	#document!: Parameters<Device['open']>[0];
	#eve!: HostileStrand;
	#frames: Frame[] = [];

	private constructor(seed: number) {
		this.#dice = seeded(seed);
	}

	/** Ada, Ben and Cy at the table, and Eve, whose client is changed. */
	static async begin(seed: number): Promise<ForkedHistory> {
		const history = new ForkedHistory(seed);
		const ada = await history.#page();
		history.#document = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
		(await history.#openAt(ada)).arrive();
		history.devices.push(ada);
		for (const name of ['Ben', 'Cy']) history.devices.push(await history.#seat(name));
		const eve = await history.#seat('Eve');
		await history.clock.advance(1000);
		const member = HostileMember.at({ opened: await history.#openAt(eve) });
		history.#eve = member.strand(planChannel, history.#dice.bytes(16));
		await eve.close();
		return history;
	}

	cases(): Promise<Case[]> {
		return Promise.all(this.devices.map((device) => this.#openAt(device)));
	}

	/** So many entries, each behind another or none; some cite what people have written, some what nobody has. */
	async sign(count: number, ghosts = 0): Promise<void> {
		const nodes: Node[] = [];
		const [ada] = await this.cases();
		for (let i = 0; i < count; i++) {
			const before = this.#dice.below(3) === 0 ? undefined : nodes.at(this.#dice.below(nodes.length || 1));
			const seen = this.#dice.below(2) === 0 ? (ada?.document.headsFor(throughout('edit')) ?? []) : [];
			const heads = seen.filter(({ client }) => client !== this.#eve.client);
			const isGhost = this.#dice.below(100) < ghosts;
			const ghost = { client: 7, seq: 0, id: this.#dice.bytes(32) };
			nodes.push(await this.#sign(before, `e${i} `, isGhost ? [ghost] : heads));
		}
		this.#frames = nodes.map(({ frame }) => frame);
	}

	/** Everybody hears all of it, each in an order of their own, and writes meanwhile. */
	async hear(): Promise<void> {
		const orders = this.devices.map(() => shuffled(this.#frames, this.#dice));
		while (orders.some((order) => order.length > 0)) {
			const who = this.#dice.below(this.devices.length);
			const device = this.devices[who];
			const some = orders[who]?.splice(0, 1 + this.#dice.below(3)) ?? [];
			if (!device) continue;
			await (await this.#openAt(device)).document.channel(planChannel).receive(0, some);
			if (this.#dice.below(2) === 0) await this.#type(device);
			if (this.#dice.below(3) === 0) await this.clock.advance(this.#dice.pick([300, 1000, 8000]));
		}
	}

	/** Long enough for whoever hands on what was signed in several ways, or asks for what has not come. */
	async settle(): Promise<void> {
		for (const wait of [20_000, 2_000]) {
			for (const { document } of await this.cases()) await document.flush();
			await this.clock.advance(wait);
		}
	}

	/** Everybody writes one more word. */
	async writeOn(): Promise<void> {
		for (const device of this.devices) await this.#type(device);
	}

	text(opened: Case): string {
		return opened.text(own).read();
	}

	/** Words that are neither in the plan nor offered to who wrote them. */
	gone(text: string): string[] {
		return this.typed
			.filter(({ word, by }) => {
				const lost = by.seat(this.#document)?.lost ?? [];
				return !text.includes(word) && !lost.some((words) => words.text.includes(word));
			})
			.map(({ word }) => word);
	}

	async close(): Promise<void> {
		for (const device of this.devices) await device.close();
	}

	async #sign(before: Node | undefined, words: string, heads: ReturnType<Case['document']['headsFor']>) {
		const seq = (before?.seq ?? -1) + 1;
		const doc = new Y.Doc();
		doc.clientID = this.#eve.client;
		if (before) Y.applyUpdate(doc, before.doc);
		const known = Y.encodeStateVector(doc);
		const text = doc.getText('plan/plan/mattersToMe');
		text.insert(this.#dice.below(text.length + 1), words);
		const payload = Y.encodeStateAsUpdate(doc, known);
		const twist = { seq, heads, ...(before && { previous: before.frame.id }) };
		const { bytes } = await this.#eve.draft(() => payload, twist);
		return { frame: new Frame(bytes), seq, doc: Y.encodeStateAsUpdate(doc) };
	}

	async #type(device: Device): Promise<void> {
		const opened = await this.#openAt(device);
		// One letter, so that nobody writes into its middle.
		const word = String.fromCharCode(0x4e00 + this.typed.length);
		this.typed.push({ word, by: device });
		opened.text(own).splice(this.#dice.below(this.text(opened).length + 1), 0, word);
		if (this.#dice.below(3) > 0) await opened.document.flush();
	}

	async #page(): Promise<Device> {
		const { device } = await openPerson({
			clock: this.clock,
			linkTo: () => this.#relay.open,
			random: this.#dice.bytes
		});
		return device;
	}

	async #openAt(device: Device): Promise<Case> {
		const opened = await device.open(this.#document);
		opened.arrive();
		return opened;
	}

	async #seat(name: string): Promise<Device> {
		const [host] = await this.cases();
		if (!host) throw new Error('somebody invites');
		const offer = { name, relation: 'family', capability: 'edit', expiry: 0 } as const;
		const invited = await host.invite(offer, home);
		if (invited.kind !== 'invited') throw new Error(invited.reason);
		await rest();
		const device = await this.#page();
		const look = await device.lookAt(invited.link);
		if (look.kind !== 'invitation') throw new Error(look.kind);
		await device.join(look, name);
		await this.#openAt(device);
		return device;
	}
}

function shuffled<T>(items: readonly T[], dice: Seeded): T[] {
	const left = [...items];
	return items.flatMap(() => left.splice(dice.below(left.length), 1));
}
