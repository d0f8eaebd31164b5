import { compareBytes } from './frame-bytes.ts';
import { combinedKeyId } from './frame-combined.ts';
import { hash } from './frame-hash.ts';
import type { ChannelKey } from './keys.ts';
import { Secret } from './secret.ts';

/**
 * The key in force after rotations that did not know of each other: a hash of all their keys, in ascending order, so that whoever was
 * left out by any of them cannot make it. All are of one channel; its epoch is the highest of theirs. Null for none.
 */
export function combinedKey(parts: readonly ChannelKey[]): ChannelKey | null {
	const [first] = parts;
	if (!first) return null;
	const keys = parts.map(({ key }) => key.reveal()).sort(compareBytes);
	return {
		channel: first.channel,
		epoch: Math.max(...parts.map(({ epoch }) => epoch)),
		key: new Secret(hash('roundtable/combined-key/1', ...keys)),
		id: combinedKeyId(parts.map(({ id }) => id))
	};
}
