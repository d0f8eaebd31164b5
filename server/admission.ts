/** Who may read a log: whoever proves a key that the roster lets read it, by a signature over a nonce of this relay's. */
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import type { RosterView } from '#lib/roster/view.ts';
import { parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import { parseToken, verifyToken, type Token } from '#lib/wire/frame-token.ts';
import type { Nonces } from './nonces.ts';
import type { SealedDocuments } from './sealed-documents.ts';

/** Stable words of the protocol: clients read them. */
export type AuthRefusal =
	/** Not founded here; a device that holds its roster may found it. */
	| 'unknown-document'
	| 'not-a-reader'
	/** An invitation's key, and the invitation has been used or has expired. */
	| 'invitation-over'
	/** Stale, used, or not from this relay. */
	| 'nonce'
	/** Malformed, wrongly signed, or made for another relay or log. */
	| 'token'
	/** No name of a log that this relay keeps. */
	| 'unknown-log'
	| 'busy';

export type Admission =
	| { readonly kind: 'admitted'; readonly reader: MemberId; readonly log: LogName }
	| { readonly kind: 'denied'; readonly reason: AuthRefusal };

export interface AdmissionDesk {
	readonly documents: SealedDocuments;
	readonly nonces: Nonces;
	readonly verify: Verify;
	readonly now: () => number;
	/** The origins under which this relay is reached. */
	readonly addresses: () => readonly string[];
}

/** Rejects only if the store cannot be read. */
export async function admit(desk: AdmissionDesk, name: string, tokenText: string): Promise<Admission> {
	const log = parseLogName(name);
	if (!log || log.generation !== 0) return denied('unknown-log');
	const token = parseToken(tokenText);
	if (!token) return denied('token');
	if (!desk.nonces.isFresh(token.nonce, name)) return denied('nonce');
	if (!(await isSignedForUs(desk, token, name))) return denied('token');
	return desk.documents.use(log.document, async ({ roster, failed }) => {
		if (failed) return denied('busy');
		if (!roster.founded) return denied('unknown-document');
		const refusal = refusalOfReader(roster.current, token.reader, log, desk.now());
		if (refusal) return denied(refusal);
		if (!desk.nonces.use(token.nonce, name)) return denied('nonce');
		return { kind: 'admitted', reader: token.reader, log };
	});
}

/** Null for one who may read. */
export function refusalOfReader(
	view: RosterView,
	reader: MemberId,
	log: LogName,
	now: number
): AuthRefusal | null {
	if (view.mayRead(reader, log.channel, now)) return null;
	for (const { key, capabilities } of view.invitations.values()) {
		if (key === reader && capabilities.has(log.channel)) return 'invitation-over';
	}
	return 'not-a-reader';
}

async function isSignedForUs(desk: AdmissionDesk, token: Token, name: string): Promise<boolean> {
	for (const address of desk.addresses()) {
		if (await verifyToken(token, address, name, desk.verify)) return true;
	}
	return false;
}

function denied(reason: AuthRefusal): Admission {
	return { kind: 'denied', reason };
}
