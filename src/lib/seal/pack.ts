/** A pack's content in the frames that carry it: a strand of its own, whose frames hold its parts in order. */
import { FrameError, joined } from './frame-bytes.ts';
import { Frame } from './frame.ts';
import { mostPackFrames, packLabel, type PackKind } from './frame-pack.ts';
import type { ChannelKey, Signer } from './keys.ts';
import { sealEntry } from './seal.ts';

export interface PackPlace {
	readonly what: PackKind;
	readonly content: Uint8Array;
	/** 32 bytes. */
	readonly document: Uint8Array;
	/** 16 bytes; never used for anything else. */
	readonly strand: Uint8Array;
	readonly rosterHeads: readonly Uint8Array[];
	/** Milliseconds since 1970 by the author's clock. */
	readonly time: number;
}

/** Leaves room in a frame of 2 MiB for its header, and for padding, which adds up to 12 %. */
const largestPart = 1_700_000;
/** Of a pack's content. */
export const largestPack = mostPackFrames * largestPart;

/** The frames, in order; FrameError 'too-large' if there would be more than a pack may have. */
export async function sealPack(place: PackPlace, key: ChannelKey, author: Signer): Promise<Uint8Array[]> {
	const { what, content, document, strand, rosterHeads, time } = place;
	const frames = Math.max(1, Math.ceil(content.length / largestPart));
	if (content.length > largestPack) throw new FrameError('too-large');
	const clear = packLabel({ what, frames });
	const sealed: Uint8Array[] = [];
	let previous: Uint8Array = new Uint8Array(32);
	for (let seq = 0; seq < frames; seq++) {
		const payload = content.subarray(seq * largestPart, (seq + 1) * largestPart);
		const at = { kind: 'pack' as const, document, strand, seq, previous, rosterHeads, clear };
		const bytes = await sealEntry(at, { time, heads: [], payload }, key, author);
		previous = new Frame(bytes).id;
		sealed.push(bytes);
	}
	return sealed;
}

/** The content of a whole pack, from the payloads of its frames. */
export function packContent(parts: readonly Uint8Array[]): Uint8Array {
	return joined(...parts);
}
