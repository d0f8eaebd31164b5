import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate, inflate } from './deflate.ts';
import { joined } from './frame-bytes.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const mebibyte = 1024 * 1024;

describe('what was deflated', () => {
	it('comes back as it was', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
				const deflated = await deflate(bytes);
				expect(await inflate(deflated, bytes.length)).toEqual(bytes);
				expect(new Uint8Array(inflateRawSync(deflated))).toEqual(bytes);
			})
		);
	});

	it('comes back though it fills many pieces', async () => {
		const bytes = seededRandom('deflate')(300_000);
		expect(await inflate(await deflate(bytes), bytes.length)).toEqual(bytes);
	});

	it('may be exactly as large as is allowed', async () => {
		const deflated = await deflate(new Uint8Array(1000));
		expect(await inflate(deflated, 1000)).toHaveLength(1000);
		expect(await inflate(deflated, 999)).toBeNull();
	});
});

describe('inflate answers null', () => {
	it('wherever the bytes are cut short', async () => {
		const deflated = await deflate(seededRandom('short')(300));
		for (let length = 0; length < deflated.length; length++) {
			expect(await inflate(deflated.subarray(0, length), mebibyte), `${length}`).toBeNull();
		}
	});

	it('when something follows behind the end', async () => {
		const deflated = await deflate(seededRandom('behind')(300));
		expect(await inflate(Uint8Array.of(...deflated, 0), mebibyte)).toBeNull();
		const large = await deflate(seededRandom('far behind')(200_000));
		expect(await inflate(joined(large, large), mebibyte)).toBeNull();
	});

	it('to bytes that are no deflated ones, and never throws', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
				const inflated = await inflate(bytes, 100);
				expect(inflated === null || inflated.length <= 100).toBe(true);
			})
		);
	});

	it('to 64 GiB of zeros, without holding them', async () => {
		const bomb = zeros(64 * 1024);
		expect(bomb.length).toBeGreaterThan(64 * mebibyte);
		const before = process.memoryUsage().arrayBuffers;
		expect(await inflate(bomb, 64 * mebibyte)).toBeNull();
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(512 * mebibyte);
	});
});

/** So many MiB of zeros, deflated: a block that stands for one MiB, again and again, and an empty one to end with. */
function zeros(count: number): Uint8Array {
	const block = deflateRawSync(new Uint8Array(mebibyte), { finishFlush: constants.Z_FULL_FLUSH });
	const bomb = new Uint8Array(count * block.length + 2);
	for (let i = 0; i < count; i++) bomb.set(block, i * block.length);
	bomb.set([3, 0], count * block.length);
	return bomb;
}
