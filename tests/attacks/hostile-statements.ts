/** Statements that somebody makes because they can sign, not because they may. */
import type { Frame } from '#lib/seal/frame.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { entryId } from '#lib/seal/frame-bytes.ts';
import { rosterChannel, throughout, type Capability } from '#lib/roster/capability.ts';
import { encodeSkeleton, type Skeleton } from '#lib/roster/skeleton.ts';
import { accept, invite } from '#lib/roster/statement.ts';
import { randomBytes, type HostileMember, type Twist } from './hostile-member.ts';

const details = { name: 'Eve', relation: 'family' } as const;

export interface Invited {
	readonly frame: Frame;
	readonly invitation: MemberKeys;
}

export async function invited(by: HostileMember, capability: Capability): Promise<Invited> {
	const invitation = await newKeys();
	const offer = { capabilities: throughout(capability), expiry: 0, careful: false, invitation };
	return { frame: await invite(context(by.keys), placeOf(by), offer), invitation };
}

/** Takes the seat of an invite for `author`, following `heads`. */
export function accepted(
	by: HostileMember,
	{ frame, invitation }: Invited,
	author: MemberKeys,
	heads: readonly Uint8Array[] = [frame.id],
	told?: Uint8Array
): Promise<Frame> {
	const speaking = { ...context(author), details: { ...details, ...(told ? { told } : {}) } };
	return accept(speaking, { ...placeOf(by), rosterHeads: heads }, entryId(frame.id), invitation);
}

/** Any skeleton at all. */
export function stated(
	by: HostileMember,
	skeleton: Skeleton | Uint8Array,
	twist: Twist = {}
): Promise<Frame> {
	const clear = skeleton instanceof Uint8Array ? skeleton : encodeSkeleton(skeleton);
	return by.entry(rosterChannel, () => new Uint8Array(), { kind: 'statement', clear, ...twist });
}

export function newKeys(): Promise<MemberKeys> {
	return memberKeys(new Secret(randomBytes(32)), crypto.subtle);
}

function context(author: MemberKeys) {
	return { author, details, time: 0, random: randomBytes };
}

function placeOf({ document, rosterHeads, allKeys }: HostileMember) {
	return { document, rosterHeads, heads: [], keys: allKeys };
}
