/** Who may read: a signature over the relay's own nonce and address, judged by the document's roster. */
import type { Clock } from '#lib/clock.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { RosterView } from '#lib/roster/view.ts';
import { hasEnded, isOpen } from '#lib/roster/view.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import { parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import { parseToken, verifyToken } from '#lib/wire/frame-token.ts';
import type { Documents } from './documents.ts';
import type { Nonces } from './nonces.ts';

export type Denial =
	| 'unknown-document'
	| 'not-a-reader'
	| 'invitation-over'
	| 'seat-over'
	| 'nonce'
	| 'token'
	| 'closed'
	| 'busy';

export type Reading =
	| { readonly kind: 'reader'; readonly log: LogName; readonly reader: MemberId }
	| { readonly kind: 'denied'; readonly reason: Denial };

export interface ReaderOptions {
	readonly documents: Documents;
	readonly nonces: Nonces;
	readonly verify: Verify;
	readonly clock: Clock;
	/** The origins under which this relay is reached. */
	addresses(): readonly string[];
}

export class Readers {
	readonly #options: ReaderOptions;

	constructor(options: ReaderOptions) {
		this.#options = options;
	}

	async admit(log: string, text: string): Promise<Reading> {
		const { documents, nonces, clock } = this.#options;
		const name = parseLogName(log);
		if (!name || !isKept(name)) return denied('unknown-document');
		const token = parseToken(text);
		if (!token) return denied('token');
		if (!nonces.isFresh(token.nonce, log)) return denied('nonce');
		if (!(await this.#isSigned(token, log))) return denied('token');
		const roster = await documents.use(name.document, (document) => document.roster());
		if (!roster.founded) return denied('unknown-document');
		const refusal = refusalOf(roster.current, token.reader, name, clock.now());
		if (refusal) return denied(refusal);
		return nonces.use(token.nonce, log)
			? { kind: 'reader', log: name, reader: token.reader }
			: denied('nonce');
	}

	/** Why someone who was admitted may no longer read; null while they may. */
	async lost(log: LogName, reader: MemberId): Promise<Denial | null> {
		const roster = await this.#options.documents.use(log.document, (document) => document.roster());
		return refusalOf(roster.current, reader, log, this.#options.clock.now());
	}

	async #isSigned(token: NonNullable<ReturnType<typeof parseToken>>, log: string): Promise<boolean> {
		for (const address of this.#options.addresses()) {
			if (await verifyToken(token, address, log, this.#options.verify)) return true;
		}
		return false;
	}
}

/** The roster stays one log for good. */
function isKept({ channel, generation }: LogName): boolean {
	return channel !== rosterChannel || generation === 0;
}

function refusalOf(view: RosterView, reader: MemberId, log: LogName, now: number): Denial | null {
	if (view.mayRead(reader, log.channel, now)) return null;
	const member = view.member(reader);
	if (member && hasEnded(member, now)) return 'seat-over';
	const invitations = [...view.invitations.values()].filter(({ key }) => key === reader);
	return invitations.length > 0 && !invitations.some((invitation) => isOpen(invitation, now))
		? 'invitation-over'
		: 'not-a-reader';
}

function denied(reason: Denial): Reading {
	return { kind: 'denied', reason };
}
