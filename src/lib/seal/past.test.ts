import { describe, expect, it } from 'vitest';
import { channelName } from './frame-bytes.ts';
import { channelKey } from './keys.ts';
import { openPast, sealPast } from './past.ts';
import { Secret } from './secret.ts';

const filled = (value: number) => new Uint8Array(32).fill(value);
const plan = channelName('plan');
const keyAt = (epoch: number, value: number, channel = plan) =>
	channelKey(channel, epoch, new Secret(filled(value)));
const [first, second, third] = [keyAt(0, 1), keyAt(1, 2), keyAt(2, 3)];
const placeOf = ({ channel, epoch, id }: typeof first) => ({ channel, epoch, keyId: id });

describe('an old key', () => {
	it('is opened by the key that follows it, epoch by epoch', () => {
		const [older, newer] = [sealPast(first, second), sealPast(second, third)];
		const back = openPast(newer, placeOf(second), third);
		expect(back?.key.reveal()).toEqual(second.key.reveal());
		expect(back && openPast(older, placeOf(first), back)).toEqual(first);
	});

	it('is sealed alike each time, and differs by place', () => {
		expect(sealPast(first, second)).toEqual(sealPast(first, second));
		expect(sealPast(first, second)).toHaveLength(48);
		expect(sealPast(first, second)).not.toEqual(sealPast(first, third));
	});

	it('is not opened by another key, elsewhere, altered, or cut', () => {
		const sealed = sealPast(first, second);
		expect(openPast(sealed, placeOf(first), third)).toBeNull();
		expect(openPast(sealed, placeOf(keyAt(1, 1)), second)).toBeNull();
		expect(openPast(sealed, placeOf(keyAt(0, 1, channelName('talk'))), second)).toBeNull();
		expect(openPast(sealed, { ...placeOf(first), keyId: filled(9) }, second)).toBeNull();
		for (let at = 0; at < sealed.length; at++) {
			const altered = sealed.slice();
			altered[at] = (altered[at] ?? 0) ^ 1;
			expect(openPast(altered, placeOf(first), second)).toBeNull();
			expect(openPast(sealed.subarray(0, at), placeOf(first), second)).toBeNull();
		}
	});

	it('that is not the one it is named as is refused', () => {
		const posing = { ...first, id: filled(9) };
		expect(openPast(sealPast(posing, second), placeOf(posing), second)).toBeNull();
	});
});
