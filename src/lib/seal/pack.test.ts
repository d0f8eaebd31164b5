import { beforeAll, describe, expect, it } from 'vitest';
import { channelName, FrameError, sameBytes } from './frame-bytes.ts';
import { Frame } from './frame.ts';
import { mostPackFrames, type PackKind } from './frame-pack.ts';
import { verifyFrame } from './frame-verify.ts';
import { channelKey, memberKeys, type MemberKeys } from './keys.ts';
import { openEntry } from './open.ts';
import { packContent, sealPack } from './pack.ts';
import { Secret } from './secret.ts';
import { naclVerify } from './verify.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('pack');
const key = channelKey(channelName('plan'), 2, new Secret(random(32)));
const place = {
	document: random(32),
	strand: random(16),
	rosterHeads: [random(32)],
	time: 1_760_000_000_000
};
/** As much as one frame takes. */
const part = 1_700_000;
let author: MemberKeys;
beforeAll(async () => {
	author = await memberKeys(new Secret(random(32)), crypto.subtle);
});

async function sealed(content: Uint8Array, what: PackKind = 'state'): Promise<Frame[]> {
	return (await sealPack({ ...place, what, content }, key, author)).map((bytes) => new Frame(bytes));
}

function opened(frame: Frame): Uint8Array {
	const opening = openEntry(frame, key);
	if (opening.kind !== 'opened') throw new Error(opening.kind);
	return opening.content.payload;
}

describe('a pack', () => {
	it.each<PackKind>(['state', 'volume', 'carried', 'next'])('of a %s says so in clear', async (what) => {
		const [frame, ...more] = await sealed(random(40), what);
		expect(more).toEqual([]);
		expect(frame).toMatchObject({ kind: 'pack', seq: 0, pack: { what, frames: 1 } });
	});

	it.each([
		[0, 1],
		[part, 1],
		[part + 1, 2],
		[3 * part, 3]
	])('of %i bytes stands in %i frames, one strand', async (length, frames) => {
		const content = new Uint8Array(length).fill(7);
		const pack = await sealed(content);
		expect(pack.map(({ seq }) => seq)).toEqual(Array.from({ length: frames }, (_, i) => i));
		expect(new Set(pack.map(({ client }) => client)).size).toBe(1);
		for (const [i, frame] of pack.entries()) {
			expect(frame.pack).toEqual({ what: 'state', frames });
			expect(frame.previous).toEqual(pack[i - 1]?.id ?? new Uint8Array(32));
			expect(await verifyFrame(frame, naclVerify)).toBe(true);
		}
		expect(sameBytes(packContent(pack.map(opened)), content)).toBe(true);
	});

	it('may have so many frames and no more', async () => {
		const over = sealPack(
			{ ...place, what: 'volume', content: new Uint8Array(mostPackFrames * part + 1) },
			key,
			author
		);
		await expect(over).rejects.toEqual(new FrameError('too-large'));
		const whole = await sealed(new Uint8Array(mostPackFrames * part), 'volume');
		expect(whole).toHaveLength(mostPackFrames);
	});
});
