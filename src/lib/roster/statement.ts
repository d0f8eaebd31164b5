/** Making statements: each device writes each statement as a strand of its own, so seq is 0 and what it follows are its roster heads. */
import { boxKeys } from '#lib/seal/box.ts';
import { idBytes, utf8, type DocumentId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Frame, sortedHeads } from '#lib/seal/frame.ts';
import type { Head } from '#lib/seal/content.ts';
import { channelKey, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { caseChannels, rosterChannel, throughout, type Capabilities } from './capability.ts';
import { encodeDetails, type Details } from './details.ts';
import { acceptMessage, encodeSkeleton, type Skeleton } from './skeleton.ts';

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
	readonly careful: boolean;
	/** Derived from the link's secret. */
	readonly invitation: MemberKeys;
}

export async function invite(
	context: StatementContext,
	place: StatementPlace,
	offer: Invite
): Promise<Frame> {
	const readable = place.keys.filter(({ channel }) => offer.capabilities.has(channel));
	return stated(context, place, place.keys, {
		type: 'invite',
		signKey: offer.invitation.publicKey,
		boxKey: offer.invitation.box.publicKey,
		capabilities: offer.capabilities,
		expiry: offer.expiry,
		careful: offer.careful,
		boxes: [boxed(readable, offer.invitation.box.publicKey, context.random)]
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

async function stated(
	{ author, details, time, random }: StatementContext,
	place: StatementPlace | null,
	keys: readonly ChannelKey[],
	skeleton: Skeleton
): Promise<Frame> {
	const key = keys.find(({ channel }) => channel === rosterChannel);
	if (!key) throw new Error('a statement is sealed under the roster key, which is missing');
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

function boxed(keys: readonly ChannelKey[], recipient: Uint8Array, random: Random) {
	return { recipient, box: boxKeys(keys, recipient, random) };
}
