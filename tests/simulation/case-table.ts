/** A case with people at it, all in one process: for tests of how sealed documents behave between devices. */
import type { Relation } from '#lib/roster/details.ts';
import type { Capability } from '#lib/roster/capability.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { DocumentId, EntryId } from '#lib/seal/frame-bytes.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import type { Platform } from '#lib/session/platform.ts';
import type { OpenLink } from '#lib/wire/link.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { HandClock, rest } from './hand-clock.ts';
import { openPerson, type Storage } from './person.ts';

export interface Seated {
	readonly name: string;
	readonly device: Device;
	readonly platform: Platform;
	readonly storage: Storage;
	readonly relay: MemoryRelay;
	opened: Case;
	kill(): void;
}

export class Table {
	readonly clock: HandClock;
	readonly document: DocumentId;
	readonly people: Seated[] = [];
	readonly #random: Random;

	private constructor(document: DocumentId, clock: HandClock, random: Random) {
		this.document = document;
		this.clock = clock;
		this.#random = random;
	}

	/** Ada, a case manager, starts a case for Rosa. */
	static async set(random: Random = osRandom): Promise<Table> {
		const clock = new HandClock();
		const relay = new MemoryRelay(clock);
		const person = await openPerson({ clock, linkTo: () => relay.open, random });
		const document = await person.device.startCase({
			clientName: 'Rosa',
			myName: 'Ada',
			relation: 'case-manager'
		});
		const table = new Table(document, clock, random);
		table.people.push({ name: 'Ada', relay, ...person, opened: await person.device.open(document) });
		table.ada.opened.arrive();
		return table;
	}

	get ada(): Seated {
		const [ada] = this.people;
		if (!ada) throw new Error('Ada sits at every table');
		return ada;
	}

	/** `through`: what stands between this person and the relay. */
	async seat(
		name: string,
		capability: Capability = 'edit',
		relation: Relation = 'family',
		through: (open: OpenLink) => OpenLink = (open) => open
	): Promise<Seated> {
		const { ada } = this;
		const invited = await ada.opened.invite({ name, relation, capability, expiry: 0 }, 'http://relay.test');
		if (invited.kind !== 'invited') throw new Error(invited.reason);
		await rest();
		return this.join(name, invited.link, through);
	}

	/** Invites somebody who is to be told a code. */
	async carefully(
		name: string,
		{ by = this.ada, expiry = 0 }: { by?: Seated; expiry?: number } = {}
	): Promise<{ readonly id: EntryId; readonly link: string; readonly code: string }> {
		const offer = { name, relation: 'family', capability: 'edit', expiry, careful: true } as const;
		const invited = await by.opened.invite(offer, 'http://relay.test');
		if (invited.kind !== 'invited' || invited.code === undefined) throw new Error('no code');
		await rest();
		return { ...invited, code: invited.code };
	}

	/** On a device of their own. */
	async join(
		name: string,
		link: string,
		through: (open: OpenLink) => OpenLink = (open) => open,
		code?: string
	): Promise<Seated> {
		const { ada, clock } = this;
		const linkTo = () => through(ada.relay.open);
		const person = await openPerson({ clock, linkTo, random: this.#random });
		const look = await person.device.lookAt(link);
		if (look.kind !== 'invitation') throw new Error(look.kind);
		const accepted = await person.device.join(look, name, false, code);
		if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
		const seated = { name, relay: ada.relay, ...person, opened: await person.device.open(this.document) };
		this.people.push(seated);
		seated.opened.arrive();
		await rest();
		return seated;
	}

	/** Another device of the same person. */
	async link(of: Seated, name: string): Promise<Seated> {
		const { clock } = this;
		const person = await openPerson({ clock, linkTo: () => of.relay.open, random: this.#random });
		await clock.advance(5000);
		const invited = await of.device.keeping.invite(0);
		if (invited?.kind !== 'invited') throw new Error('no invitation');
		await rest();
		const entered = await person.device.keeping.enter(invited.link, name);
		if (entered.kind !== 'entered') throw new Error(entered.kind);
		await clock.advance(5000);
		const linked = { name, relay: of.relay, ...person, opened: await person.device.open(this.document) };
		this.people.push(linked);
		linked.opened.arrive();
		await rest();
		return linked;
	}

	/** Ends a person's page without a word and opens it again on what storage has. */
	async reload(seated: Seated): Promise<void> {
		const { clock } = this;
		seated.kill();
		const again = await openPerson({
			clock,
			linkTo: () => seated.relay.open,
			storage: seated.storage,
			random: this.#random
		});
		Object.assign(seated, again, { opened: await again.device.open(this.document) });
		seated.opened.arrive();
	}
}

function osRandom(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}
