/** Making statements: each device writes each statement as a strand of its own, so seq is 0 and what it follows are its roster heads. */
import { boxKeys } from '#lib/seal/box.ts';
import { idBytes, utf8, type DocumentId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Frame, sortedHeads } from '#lib/seal/frame.ts';
import type { Head } from '#lib/seal/content.ts';
import { channelKey, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { caseChannels, rosterChannel, throughout, type Capabilities } from './capability.ts';
import { encodeDetails, type Details, type Relation } from './details.ts';
import { boxFor, type Rotating } from './rotating.ts';
import type { SeatKey } from './seat.ts';
import { acceptMessage, encodeSkeleton, replaceMessage, type Skeleton } from './skeleton.ts';
import { noRotation, type KeyBox, type Pin, type Principal, type Rotation } from './skeleton-parts.ts';

export interface StatementContext {
	readonly author: MemberKeys;
	readonly details: Details;
	/** Author's time, ms since 1970. */
	readonly time: number;
	readonly random: Random;
}

export interface StatementPlace {
	readonly document: DocumentId;
	readonly rosterHeads: readonly Uint8Array[];
	/** The author's heads in the other channels, so that a newcomer cannot be shown an old case. */
	readonly heads: readonly Head[];
	/** Every channel key that the author holds and the recipient may read; the roster's among them. */
	readonly keys: readonly ChannelKey[];
	/** The roster key in force at `rosterHeads`; without it the held key of the latest epoch seals. */
	readonly rosterKey?: ChannelKey | undefined;
}

export interface Founded {
	readonly frame: Frame;
	readonly keys: readonly ChannelKey[];
}

/** Founds a sealed document: fresh keys for every channel, boxed to the founder, who may manage all of it. */
export async function found(context: StatementContext, channels = caseChannels): Promise<Founded> {
	const { author, random } = context;
	const keys = channels.map((channel) => channelKey(channel, 0, new Secret(random(32))));
	const frame = await stated(context, null, keys, {
		type: 'found',
		boxKey: author.box.publicKey,
		principal: principalOf(context.details.relation),
		capabilities: throughout('manage', channels),
		keys: keys.map(({ channel, epoch, id }) => ({ channel, epoch, keyId: id })),
		boxes: [boxed(keys, author.box.publicKey, random)]
	});
	return { frame, keys };
}

export interface Invite {
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** When the seat ends, in milliseconds since 1970; 0, as without it, for never. */
	readonly until?: number;
	/** The seat waits until a manager admits it; until then its holder gets no key but the roster's. */
	readonly careful: boolean;
	/** Derived from the link's secret. */
	readonly invitation: MemberKeys;
}

export async function invite(
	context: StatementContext,
	place: StatementPlace,
	offer: Invite
): Promise<Frame> {
	const boxKey = offer.invitation.box.publicKey;
	const { capabilities, careful } = offer;
	return stated(context, place, place.keys, {
		type: 'invite',
		signKey: offer.invitation.publicKey,
		boxKey,
		principal: principalOf(context.details.relation),
		capabilities,
		expiry: offer.expiry,
		until: offer.until ?? 0,
		careful,
		boxes: [boxFor({ boxKey, capabilities, careful }, place.keys, context.random)]
	});
}

/** Takes the seat that an invite offers: `context.author` are the newcomer's own keys, `invitation` the link's. */
export async function accept(
	context: StatementContext,
	place: StatementPlace,
	inviteId: EntryId,
	invitation: MemberKeys
): Promise<Frame> {
	const { author, random } = context;
	const boxKey = author.box.publicKey;
	const message = acceptMessage(idBytes(place.document), idBytes(inviteId), author.publicKey, boxKey);
	return stated(context, place, place.keys, {
		type: 'accept',
		invite: idBytes(inviteId),
		boxKey,
		proof: await invitation.sign(message),
		boxes: [boxed(place.keys, boxKey, random)]
	});
}

/** What a loss of right brings along. */
export interface Change {
	/** All strands of the one who loses, as far as they count. */
	readonly pins: readonly Pin[];
	/** Null for none: the next keys are left to another statement. */
	readonly rotating: Rotating | null;
}

/** Ends the suspension of a seat; `key` is the one of its candidates that counts. Boxes it what it may read. */
export function admit(
	context: StatementContext,
	place: StatementPlace,
	seat: EntryId,
	key: Pick<SeatKey, 'publicKey' | 'boxKey'>,
	capabilities: Capabilities,
	{ pins, rotating }: Change
): Promise<Frame> {
	const keys = rotating ? [...place.keys, ...rotating.keys] : place.keys;
	const box = boxFor({ boxKey: key.boxKey, capabilities }, keys, context.random);
	const named = { seat: idBytes(seat), signKey: key.publicKey };
	const { rotation, boxes } = spoken(rotating);
	return rotated(context, place, rotating, {
		type: 'admit',
		...named,
		pins,
		rotation,
		boxes: [...boxes, box]
	});
}

/** All that a member may do from now on. */
export function setCapability(
	context: StatementContext,
	place: StatementPlace,
	seat: EntryId,
	capabilities: Capabilities,
	{ pins, rotating }: Change,
	boxes: readonly KeyBox[] = []
): Promise<Frame> {
	const { rotation, boxes: next } = spoken(rotating);
	const named = { seat: idBytes(seat), capabilities };
	return rotated(context, place, rotating, {
		type: 'capability',
		...named,
		pins,
		rotation,
		boxes: [...next, ...boxes]
	});
}

/** Removes a member; of the author's own seat: leaves. */
export function remove(
	context: StatementContext,
	place: StatementPlace,
	seat: EntryId,
	{ pins, rotating }: Change
): Promise<Frame> {
	return rotated(context, place, rotating, {
		type: 'remove',
		seat: idBytes(seat),
		pins,
		...spoken(rotating)
	});
}

/** The author's seat goes over to `next`; `context.author` are the keys that go. */
export async function replace(
	context: StatementContext,
	place: StatementPlace,
	seat: EntryId,
	next: MemberKeys,
	{ pins, rotating }: Change
): Promise<Frame> {
	const [signKey, boxKey] = [next.publicKey, next.box.publicKey];
	const document = idBytes(place.document);
	const message = replaceMessage(document, idBytes(seat), context.author.publicKey, signKey, boxKey);
	const named = { signKey, boxKey, proof: await next.sign(message) };
	return rotated(context, place, rotating, { type: 'replace', ...named, pins, ...spoken(rotating) });
}

export function rotate(context: StatementContext, place: StatementPlace, rotating: Rotating): Promise<Frame> {
	return rotated(context, place, rotating, { type: 'rotate', ...spoken(rotating) });
}

/** Keys that there are, for those who were not given them when they were made. */
export function handOn(
	context: StatementContext,
	place: StatementPlace,
	boxes: readonly KeyBox[]
): Promise<Frame> {
	return stated(context, place, place.keys, { type: 'rotate', rotation: noRotation, boxes });
}

export function close(context: StatementContext, place: StatementPlace): Promise<Frame> {
	return stated(context, place, place.keys, { type: 'close', boxes: [] });
}

export function withdraw(
	context: StatementContext,
	place: StatementPlace,
	inviteId: EntryId,
	rotating: Rotating | null
): Promise<Frame> {
	const skeleton = { type: 'withdraw', invite: idBytes(inviteId), ...spoken(rotating) } as const;
	return rotated(context, place, rotating, skeleton);
}

function spoken(rotating: Rotating | null): { rotation: Rotation; boxes: readonly KeyBox[] } {
	return rotating
		? { rotation: rotating.rotation, boxes: rotating.boxes }
		: { rotation: noRotation, boxes: [] };
}

/** Sealed under the roster's new key where there is one. */
function rotated(
	context: StatementContext,
	place: StatementPlace,
	rotating: Rotating | null,
	skeleton: Skeleton
): Promise<Frame> {
	const next = rotating?.keys.filter(({ channel }) => channel === rosterChannel) ?? [];
	return stated(context, place, next.length > 0 ? next : place.keys, skeleton);
}

async function stated(
	{ author, details, time, random }: StatementContext,
	place: StatementPlace | null,
	keys: readonly ChannelKey[],
	skeleton: Skeleton
): Promise<Frame> {
	const key = rosterKey(keys, keys === place?.keys ? place.rosterKey : undefined);
	const bytes = await sealEntry(
		{
			kind: 'statement',
			document: place ? idBytes(place.document) : new Uint8Array(32),
			strand: random(16),
			seq: 0,
			previous: new Uint8Array(32),
			rosterHeads: sortedHeads(place?.rosterHeads ?? []),
			clear: encodeSkeleton(skeleton)
		},
		{ time, heads: place?.heads ?? [], payload: utf8(encodeDetails(details)) },
		key,
		author
	);
	return new Frame(bytes);
}

/** The one in force, else that of the latest epoch. */
function rosterKey(keys: readonly ChannelKey[], inForce: ChannelKey | undefined): ChannelKey {
	const held = keys.filter(({ channel }) => channel === rosterChannel).sort((a, b) => b.epoch - a.epoch);
	const key = inForce ?? held[0];
	if (!key) throw new Error('a statement is sealed under the roster key, which is missing');
	return key;
}

function principalOf(relation: Relation): Principal {
	return relation === 'client' || relation === 'guardian' ? relation : 'none';
}

function boxed(keys: readonly ChannelKey[], recipient: Uint8Array, random: Random) {
	return { recipient, box: boxKeys(keys, recipient, random) };
}
