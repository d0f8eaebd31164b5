import { expect, it } from 'vitest';
import { channelName } from './frame-bytes.ts';
import { combinedKeyId } from './frame-combined.ts';
import { combinedKey } from './combined-key.ts';
import { channelKey } from './keys.ts';
import { Secret } from './secret.ts';

const keyAt = (epoch: number, value: number) =>
	channelKey(channelName('plan'), epoch, new Secret(new Uint8Array(32).fill(value)));
const parts = [keyAt(1, 3), keyAt(1, 1), keyAt(2, 2)];

it('keys combined are one key, whatever their order', () => {
	const one = combinedKey(parts);
	const other = combinedKey(parts.toReversed());
	expect(one?.key.reveal()).toEqual(other?.key.reveal());
	expect(one?.id).toEqual(combinedKeyId(parts.map(({ id }) => id)));
	expect(one?.epoch).toBe(2);
	expect(combinedKey([])).toBeNull();
});

it('every part changes the key and its name', () => {
	const whole = combinedKey(parts);
	for (const left of parts) {
		const fewer = combinedKey(parts.filter((part) => part !== left));
		expect(fewer?.key.reveal()).not.toEqual(whole?.key.reveal());
		expect(fewer?.id).not.toEqual(whole?.id);
	}
});
