import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { deflate, inflate } from './deflate.ts';
import { FrameWriter } from './frame-bytes.ts';
import { decodeState, encodeState, volumeHash, type Covered, type PackState } from './state.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const covered: fc.Arbitrary<Covered> = fc.record({
	client: fc.maxSafeNat(),
	count: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
	id: bytes32,
	clock: fc.maxSafeNat(),
	author: bytes32
});
const packState: fc.Arbitrary<PackState> = fc.record({
	generation: fc.nat(999_999_999),
	volumes: fc.array(bytes32, { maxLength: 5 }),
	covers: fc
		.uniqueArray(covered, { selector: ({ client }) => client, maxLength: 6 })
		.map((covers) => covers.sort((a, b) => a.client - b.client)),
	state: fc.uint8Array({ maxLength: 500 })
});
const cover: Covered = { client: 5, count: 2, id: filled(32, 1), clock: 70, author: filled(32, 2) };
const plain: PackState = {
	generation: 3,
	volumes: [filled(32, 3)],
	covers: [cover, { ...cover, client: 6 }],
	state: filled(9, 4)
};

describe('a state pack', () => {
	it('comes back as it was', async () => {
		await fc.assert(
			fc.asyncProperty(packState, async (of) => {
				expect(await decodeState(await encodeState(of))).toEqual(of);
			})
		);
	});

	describe('is refused', () => {
		let sound: Uint8Array;
		beforeAll(async () => {
			sound = (await inflate(await encodeState(plain), 10_000)) ?? new Uint8Array();
		});

		it('if it is cut short anywhere', async () => {
			for (let length = 0; length < sound.length; length++) {
				expect(await decodeState(await deflate(sound.subarray(0, length))), `${length}`).toBeNull();
			}
		});

		it('if something follows, within or behind what is deflated', async () => {
			expect(await decodeState(await deflate(Uint8Array.of(...sound, 0)))).toBeNull();
			expect(await decodeState(Uint8Array.of(...(await encodeState(plain)), 0))).toBeNull();
		});

		it.each([
			['without an entry', [{ ...cover, count: 0 }]],
			['of one strand twice', [cover, cover]],
			['out of order', [{ ...cover, client: 6 }, cover]]
		])('if it stands for strands %s', async (_, covers) => {
			expect(await decodeState(await encodeState({ ...plain, covers }))).toBeNull();
		});

		it.each([
			['volumes', new FrameWriter().u32(1).u32(2 ** 32 - 1)],
			[
				'strands',
				new FrameWriter()
					.u32(1)
					.u32(0)
					.u32(2 ** 32 - 1)
			],
			[
				'bytes of state',
				new FrameWriter()
					.u32(1)
					.u32(0)
					.u32(0)
					.u32(2 ** 32 - 1)
			]
		])('if it says that it has more %s than can be', async (_, written) => {
			expect(await decodeState(await deflate(written.done()))).toBeNull();
		});

		it('if a client is beyond all numbers', async () => {
			const written = new FrameWriter().u32(1).u32(0).u32(1).raw(filled(8, 255)).u32(1).raw(filled(32, 1));
			expect(
				await decodeState(await deflate(written.u64(1).raw(filled(32, 2)).part(filled(1, 1)).done()))
			).toBeNull();
		});

		it('if it is anything else, and never throws', async () => {
			await fc.assert(
				fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
					expect(await decodeState(bytes)).toBeNull();
					const within = await decodeState(await deflate(bytes));
					if (within) expect(await inflate(await encodeState(within), bytes.length)).toEqual(bytes);
				})
			);
		});
	});

	it('of nothing at all is of the one form too', async () => {
		const nothing = { generation: 0, volumes: [], covers: [], state: new Uint8Array() };
		expect(await decodeState(await encodeState(nothing))).toEqual(nothing);
	});
});

it('a volume’s name changes with each byte of it', () => {
	const names = [filled(3, 1), filled(4, 1), filled(3, 2)].map((content) => volumeHash(content).join());
	expect(new Set(names).size).toBe(3);
});
