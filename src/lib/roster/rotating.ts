/** New keys for those who stay: boxed to each, with the old keys sealed under them. */
import { boxKeys } from '#lib/seal/box.ts';
import { sameBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import { channelKey, type ChannelKey, type Random } from '#lib/seal/keys.ts';
import { sealPast } from '#lib/seal/past.ts';
import { Secret } from '#lib/seal/secret.ts';
import { mayRead, rosterChannel, type Capabilities } from './capability.ts';
import type { KeyBox, Rotation } from './skeleton-parts.ts';
import { hasEnded, isOpen, type RosterView } from './view.ts';

export interface Recipient {
	/** X25519 public key. */
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	/** Whoever is to be checked before being let in gets no key but the roster's. */
	readonly careful?: boolean;
}

export interface Rotating {
	readonly keys: readonly ChannelKey[];
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

/** Whoever may read at `now` (ms since 1970): members who are not suspended and whose seat has not ended, and open invitations. */
export function recipientsIn(view: RosterView, now: number): Recipient[] {
	const members = [...view.members.values()].filter(
		(member) => member.suspended === null && !hasEnded(member, now)
	);
	return [...members, ...[...view.invitations.values()].filter((invitation) => isOpen(invitation, now))];
}

/** The next keys of `channels`, by one who holds the keys in force in `view`. Throws for a channel that has no key. */
export function rotateKeys(
	channels: readonly ChannelName[],
	view: RosterView,
	held: readonly ChannelKey[],
	recipients: readonly Recipient[],
	random: Random
): Rotating {
	const keys = channels.map((channel) => {
		const inForce = view.keyInForce(channel);
		if (!inForce) throw new Error('a channel without a key cannot be rotated');
		return channelKey(channel, inForce.epoch + 1, new Secret(random(32)));
	});
	return {
		keys,
		rotation: {
			keys: keys.map(({ channel, epoch, id }) => ({ channel, epoch, keyId: id })),
			past: keys.flatMap((next) => pastOf(next, view, held))
		},
		boxes: recipients.map((recipient) => boxFor(recipient, keys, random))
	};
}

export function boxFor(recipient: Recipient, keys: readonly ChannelKey[], random: Random): KeyBox {
	const readable = keys.filter(
		({ channel }) =>
			mayRead(recipient.capabilities, channel) && (!recipient.careful || channel === rosterChannel)
	);
	return { recipient: recipient.boxKey, box: boxKeys(readable, recipient.boxKey, random) };
}

function pastOf(next: ChannelKey, view: RosterView, held: readonly ChannelKey[]) {
	const inForce = view.keyInForce(next.channel);
	const ids = inForce?.parts ?? (inForce ? [inForce.keyId] : []);
	const old = held.filter(
		({ channel, id }) => channel === next.channel && ids.some((one) => sameBytes(one, id))
	);
	return old.map((key) => ({
		channel: key.channel,
		epoch: key.epoch,
		keyId: key.id,
		sealed: sealPast(key, next)
	}));
}
