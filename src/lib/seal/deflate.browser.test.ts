/** Again in a browser, whose streams are others than Node's. */
import { expect, it } from 'vitest';
import packs from '../../../tests/vectors/packs.json' with { type: 'json' };
import { deflate, inflate } from './deflate.ts';
import { joined, sameBytes } from './frame-bytes.ts';

const mebibyte = 1024 * 1024;
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const words = new TextEncoder().encode('what matters to me '.repeat(20_000));

it('what was deflated here comes back, and what was deflated elsewhere', async () => {
	const inflated = await inflate(await deflate(words), words.length);
	expect(inflated && sameBytes(inflated, words)).toBe(true);
	expect(await inflate(bytes(packs.state.content), mebibyte)).not.toBeNull();
});

it('what is cut short, or goes on behind its end, is refused', async () => {
	const deflated = await deflate(words);
	for (let length = 0; length < deflated.length; length += 7) {
		expect(await inflate(deflated.subarray(0, length), mebibyte), `${length}`).toBeNull();
	}
	expect(await inflate(joined(deflated, Uint8Array.of(0)), mebibyte)).toBeNull();
	expect(await inflate(joined(deflated, deflated), mebibyte)).toBeNull();
});

it('a bomb is found out long before all of it is there', async () => {
	const bomb = await deflate(new Uint8Array(80 * mebibyte));
	expect(bomb.length).toBeLessThan(mebibyte);
	expect(await inflate(bomb, 8 * mebibyte)).toBeNull();
});
