import { expect, it } from 'vitest';
import { FrameError } from './frame-bytes.ts';
import { mostPackFrames, packLabel, readPackLabel, type PackKind } from './frame-pack.ts';

it.each<PackKind>(['state', 'volume', 'carried', 'next'])('a label of a %s comes back as it was', (what) => {
	expect(readPackLabel(packLabel({ what, frames: 3 }), 2)).toEqual({ what, frames: 3 });
});

it.each([
	['of no kind', Uint8Array.of(0, 0, 0, 0, 1)],
	['of a kind to come', Uint8Array.of(6, 0, 0, 0, 1)],
	['of no frames', Uint8Array.of(1, 0, 0, 0, 0)],
	['of more frames than a pack may have', Uint8Array.of(1, 0, 0, 0, mostPackFrames + 1)],
	['that is cut short', Uint8Array.of(1, 0, 0, 0)],
	['behind which something follows', Uint8Array.of(1, 0, 0, 0, 1, 0)]
])('a label %s is refused', (_, clear) => {
	expect(() => readPackLabel(clear, 0)).toThrow(FrameError);
});

it('a frame behind the last of its pack is refused', () => {
	expect(() => readPackLabel(packLabel({ what: 'state', frames: 2 }), 2)).toThrow(FrameError);
});
