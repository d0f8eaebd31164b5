/** People at one case whose relay means harm: real devices, real connections, a clock that moves by hand. */
import { addGoal } from '#lib/casedoc/goals.ts';
import type { Relation } from '#lib/roster/details.ts';
import type { Capability } from '#lib/roster/capability.ts';
import { planChannel } from '#lib/roster/capability.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { Device } from '#lib/session/device.ts';
import { writeSeat } from '#lib/session/seats.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import type { Link, OpenLink } from '#lib/wire/link.ts';
import type { Person } from './attacked-person.ts';
import { goals, linked, shown, until } from './seen.ts';
import { HostileRelay } from '../relays/hostile-relay.ts';
import { HandClock, rest } from '../simulation/hand-clock.ts';
import { emptyStorage, openPerson, type Storage } from '../simulation/person.ts';

const address = 'http://relay.test';
const otherAddress = 'http://other.test';

export class AttackedTable {
	readonly clock = new HandClock();
	readonly people: Person[] = [];
	readonly relay: HostileRelay;
	readonly #other: HostileRelay;
	#document: DocumentId | null = null;

	private constructor(relay: HostileRelay, other: HostileRelay) {
		this.relay = relay;
		this.#other = other;
	}

	/** Ada, a case manager, starts a case for Rosa. */
	static async set(): Promise<AttackedTable> {
		const table = new AttackedTable(await HostileRelay.start(), await HostileRelay.start());
		const page = await table.#page(emptyStorage());
		const document = await page.device.startCase({
			clientName: 'Rosa',
			myName: 'Ada',
			relation: 'case-manager'
		});
		table.#document = document;
		table.people.push({ name: 'Ada', ...page, opened: await page.device.open(document) });
		table.ada.opened.arrive();
		await until(() => table.ada.opened.status.kind === 'sent', 'the case is at the relay');
		return table;
	}

	get document(): DocumentId {
		if (!this.#document) throw new Error('the table is set first');
		return this.#document;
	}

	get ada(): Person {
		return this.#at(0);
	}

	/** The first who sat down after Ada. */
	get ben(): Person {
		return this.#at(1);
	}

	get cy(): Person {
		return this.#at(2);
	}

	/** Another relay for the same case, honest unless told otherwise: for the people who go there too. */
	get otherRelay(): HostileRelay {
		return this.#other;
	}

	log(channel: ChannelName = planChannel): string {
		return logName({ document: this.document, channel, generation: 0 });
	}

	async link(name: string, capability: Capability = 'edit', relation: Relation = 'family'): Promise<string> {
		const invited = await this.ada.opened.invite({ name, relation, capability, expiry: 0 }, address);
		if (invited.kind !== 'invited') throw new Error(invited.reason);
		await until(() => this.ada.opened.status.kind === 'sent', 'the invite is at the relay');
		return invited.link;
	}

	/** An invitation whose code is told another way. */
	async carefully(name: string, expiry = 0): Promise<{ readonly link: string; readonly code: string }> {
		const offer = { name, relation: 'family', capability: 'edit', expiry, careful: true } as const;
		const invited = await this.ada.opened.invite(offer, address);
		if (invited.kind !== 'invited' || invited.code === undefined) throw new Error('no code');
		await until(() => this.ada.opened.status.kind === 'sent', 'the invite is at the relay');
		return { link: invited.link, code: invited.code };
	}

	async seat(name: string, capability: Capability = 'edit', relation: Relation = 'family'): Promise<Person> {
		const person = await this.arrive(name, await this.link(name, capability, relation));
		const seated = () => this.people.every(({ opened }) => opened.people.length >= this.people.length);
		await until(seated, `${name} is seen at the table`);
		return person;
	}

	/** Takes up a link, as somebody new. */
	async arrive(name: string, link: string, code?: string): Promise<Person> {
		const page = await this.#page(emptyStorage());
		const look = await page.device.lookAt(link);
		if (look.kind !== 'invitation') throw new Error(look.kind);
		const accepted = await page.device.join(look, name, false, code);
		if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
		const person = { name, ...page, opened: await page.device.open(this.document) };
		this.people.push(person);
		person.opened.arrive();
		await until(() => linked(person), `${name} is connected`);
		return person;
	}

	/** A device of nobody yet. */
	stranger(): Promise<{ device: Device; kill(): void }> {
		return this.#page(emptyStorage());
	}

	/** Ends a person's page without a word and opens it again on what storage has. */
	async reload(person: Person, { wait = true } = {}): Promise<void> {
		person.kill();
		const again = await this.#page(person.storage);
		Object.assign(person, again, { opened: await again.device.open(this.document) });
		person.opened.arrive();
		if (wait) await until(() => linked(person), `${person.name} is connected again`);
	}

	/** Waits until a person's device has built the case anew, and goes on in that. */
	async anew(person: Person): Promise<void> {
		const { opened } = person;
		await until(() => {
			void person.device.open(this.document).then((now) => (person.opened = now));
			return person.opened !== opened;
		}, `${person.name}’s device builds the case anew`);
		person.opened.arrive();
	}

	/** From now on this person keeps the case at the other relay too. */
	async joinOther(person: Person, wait = true): Promise<void> {
		const seat = person.device.seat(this.document);
		if (!seat) throw new Error('they have a seat');
		await person.opened.document.flush();
		await writeSeat(person.storage.vault, { ...seat, relays: [address, otherAddress] });
		await this.reload(person, { wait });
	}

	/** The relay dies, which all notice, and comes back when `meanwhile` has happened to it. */
	async crash(meanwhile: () => void = () => undefined): Promise<void> {
		const cut = (person: Person) =>
			![...person.links].some((link) => link.address === this.relay.address && link.state.kind === 'open');
		await this.relay.crash(async () => {
			await until(() => this.people.every(cut), 'all have noticed');
			meanwhile();
		});
		await this.reconnect();
	}

	/** Everyone goes to the relay again, as after it was gone. */
	async reconnect(): Promise<void> {
		await until(() => {
			const away = this.people.filter((person) => !linked(person));
			for (const { device } of away) void device.retry();
			return away.length === 0;
		}, 'all are connected again');
	}

	/** Writes a goal, and has it on its way. */
	async writes(person: Person, words: string): Promise<void> {
		person.opened.edit((plan) => addGoal(plan, { ...person.opened.making(), words }));
		await person.opened.document.flush();
		await rest();
	}

	async says(person: Person, text: string): Promise<void> {
		const { newId, at } = person.opened.making();
		person.opened.say({ kind: 'comment', id: newId, at, about: { record: 'plan', id: 'plan' }, text });
		await person.opened.document.flush();
		await rest();
	}

	/** Something honest crosses from one to the other: whatever was sent before it has been dealt with. */
	async works(from: Person = this.ada, to: Person = this.ben): Promise<string> {
		const words = `honest ${this.#honest++}`;
		await this.writes(from, words);
		await until(() => goals(to).includes(words), `${to.name} hears from ${from.name}`);
		await rest();
		return words;
	}

	/** What lies at the relay. */
	relayed(): readonly Frame[] {
		return this.relay.log(this.log()).all.map(({ bytes }) => new Frame(bytes));
	}

	/** All entries of one person in one channel, as that person's device holds them. */
	entriesOf(person: Person, channel: ChannelName = planChannel): readonly Frame[] {
		const { document } = person.opened;
		return (document.held.get(this.log(channel)) ?? []).filter(
			({ author }) => author.join() === document.me.publicKey.join()
		);
	}

	/** Everyone shows the same plan and the same talk. */
	async agree(people: readonly Person[] = this.people): Promise<void> {
		await until(() => new Set(people.map(shown)).size === 1, 'all show the same');
	}

	async close(): Promise<void> {
		const open = this.people.filter((person) => !person.ended());
		await Promise.all(open.map(({ device }) => device.close()));
		await Promise.all([this.relay.stop(), this.#other.stop()]);
	}

	#honest = 1;

	#at(index: number): Person {
		const person = this.people[index];
		if (!person) throw new Error('nobody sits there');
		return person;
	}

	async #page(storage: Storage) {
		const links = new Set<Link>();
		const open = hocuspocusLinks({ clock: this.clock, WebSocket, fetch: (url, init) => fetch(url, init) });
		const linkTo =
			(address: string): OpenLink =>
			(options) => {
				const relay = address === otherAddress ? this.#other : this.relay;
				const link = open(relay.address)(options);
				const close = link.close.bind(link);
				links.add(link);
				link.close = () => {
					links.delete(link);
					return close();
				};
				return link;
			};
		return { links, ...(await openPerson({ clock: this.clock, storage, linkTo })) };
	}
}
