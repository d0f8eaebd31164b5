import type { Capabilities } from '#lib/roster/capability.ts';
import type { Details } from '#lib/roster/details.ts';
import { invitationKeys, writeLink } from '#lib/roster/invitation-link.ts';
import { invite } from '#lib/roster/statement.ts';
import { entryId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Stored } from '#lib/ledger/ledger.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';

export interface Seating {
	readonly details: Details;
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** When the seat ends; 0, as without it, for never. */
	readonly until?: number;
	/** Whoever sits down by it waits until they are let in. */
	readonly careful?: boolean;
}

export type Invited =
	| {
			readonly kind: 'invited';
			readonly id: EntryId;
			readonly link: string;
			/** Of a careful one: to be told another way than the link. */
			readonly code?: string;
	  }
	| Exclude<Stored, { kind: 'stored' }>;

/** Writes an invite and gives its link, which is kept nowhere. `base` is the address that links begin with. */
export async function inviteInto(
	document: SealedDocument,
	{ clock, random, subtle }: Platform,
	{ details, capabilities, expiry, until = 0, careful = false }: Seating,
	relays: readonly string[],
	base: string
): Promise<Invited> {
	await document.flush();
	const secret = new Secret(random(16));
	const invitation = await invitationKeys(secret, subtle);
	const frame = await invite(
		{ author: document.me, details, time: clock.now(), random },
		document.placeFor(capabilities),
		{ capabilities, expiry, until, careful, invitation }
	);
	const stored = await document.state(frame);
	if (stored.kind !== 'stored') return stored;
	const id = entryId(frame.id);
	const link = { document: document.id, invite: id, secret, expiry, relays };
	return { kind: 'invited', id, link: writeLink(base, link) };
}
