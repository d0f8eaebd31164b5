/**
 * Checks who sits down by a careful invitation, on the devices of whoever invited them: nobody else can. Where the code was right and nothing
 * else is in doubt they are let in at once; what is not checked here waits for a person.
 */
import { checkTold } from '#lib/roster/told.ts';
import type { Member } from '#lib/roster/view.ts';
import type { EntryId } from '#lib/seal/frame-bytes.ts';
import type { Codes } from './codes.ts';
import { admitMember } from './membership.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';

export type Checked =
	| 'right'
	| 'wrong'
	/** The code is not known here any more, or what they sent was not for the keys that are here. */
	| 'unchecked'
	/** The code was right and the invitation is over: when they used it nobody can say. */
	| 'late'
	/** Somebody else has used the link too. */
	| 'rivals'
	/** Another person has invited them, and their device checks. */
	| 'theirs';

export interface CheckingContext {
	readonly document: SealedDocument;
	readonly codes: Codes;
	readonly platform: Platform;
}

export class Checking {
	readonly #context: CheckingContext;
	/** What came of opening a proof, by seat and code. */
	readonly #opened = new Map<string, ReturnType<typeof checkTold>>();
	/** Tried once: what the roster did not take is for a person to see to. */
	readonly #tried = new Set<EntryId>();
	readonly #releases: (() => void)[];
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;

	/** `onChange`: hears when codes may have come from another device. */
	constructor(context: CheckingContext, onChange: (changed: () => void) => () => void) {
		this.#context = context;
		const look = () => this.look();
		this.#releases = [context.document.onChange(look), onChange(look)];
		this.look();
	}

	/** Of somebody who waits to be let in; null of anybody else. */
	of(member: Member): Checked | null {
		const { document, codes, platform } = this.#context;
		const { current } = document.roster.roster;
		const offer = member.invite && current.fold.offers.get(member.invite);
		if (!member.waits || !offer) return null;
		if (current.fold.seatOf(document.me.id)?.id !== offer.from) return 'theirs';
		if (member.suspended === 'rivals') return 'rivals';
		const code = codes.of(document.id, offer.id);
		const opened = code === null ? 'unopened' : this.#open(member, offer.id, code);
		if (opened === 'unopened') return 'unchecked';
		const isOver = offer.expiry !== 0 && platform.clock.now() >= offer.expiry;
		return opened === 'right' && isOver ? 'late' : opened;
	}

	/** Roster or codes have changed. */
	look(): void {
		const { document } = this.#context;
		const members = [...document.roster.roster.current.members.values()];
		for (const member of members) {
			if (this.#tried.has(member.seat) || this.of(member) !== 'right') continue;
			this.#tried.add(member.seat);
			this.#admit(member);
		}
		this.#forgetCodes(members);
	}

	close(): void {
		this.#closed = true;
		for (const release of this.#releases) release();
	}

	#admit(member: Member): void {
		const { document, platform } = this.#context;
		const work = this.#work.then(async () => {
			if (this.#closed) return;
			const stated = await admitMember(document, platform, member.id);
			if (stated.kind === 'not-stored') this.#tried.delete(member.seat);
		});
		this.#work = work.catch(() => undefined);
	}

	#open({ seat, seatedBy, publicKey, boxKey }: Member, invite: EntryId, code: string) {
		const { document } = this.#context;
		const told = document.roster.said(seatedBy)?.details.told;
		if (!told) return 'unopened';
		const name = `${seat} ${code}`;
		const before = this.#opened.get(name);
		if (before) return before;
		const sitting = { document: document.id, invite, publicKey, boxKey };
		const opened = checkTold(told, code, sitting, document.me.box);
		this.#opened.set(name, opened);
		return opened;
	}

	/** Of invitations that are neither open nor waited on. */
	#forgetCodes(members: readonly Member[]): void {
		const { document, codes } = this.#context;
		const { fold, invitations } = document.roster.roster.current;
		const mine = fold.seatOf(document.me.id)?.id;
		for (const { id, careful, accepted, withdrawn } of invitations.values()) {
			if (!careful || fold.offers.get(id)?.from !== mine || (!accepted && !withdrawn)) continue;
			if (!members.some(({ invite, waits }) => invite === id && waits)) void codes.drop(document.id, id);
		}
	}
}
