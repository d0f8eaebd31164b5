/** A document that this relay does not know is told to it by its own statements, which prove themselves. */
import { rosterChannel } from '#lib/roster/capability.ts';
import { FrameError, FrameReader, sameBytes } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument, largestFrame } from '#lib/seal/frame.ts';
import type { Appends, AppendRefusal } from './appends.ts';
import type { Documents } from './documents.ts';
import { rosterLog } from './sealed-document.ts';

export type Founded =
	| { readonly kind: 'stored'; readonly count: number }
	| { readonly kind: 'refused'; readonly reason: AppendRefusal };

/** `body`: a roster's frames, the founding one first, each as u32 length ‖ bytes. */
export async function foundDocument(body: Uint8Array, documents: Documents, appends: Appends): Promise<Founded> {
	const frames = framesIn(body);
	const founding = frames?.[0];
	if (!frames || !founding) return { kind: 'refused', reason: 'frame' };
	if (!founding.isFounding) return { kind: 'refused', reason: 'statement' };
	if (!frames.every((frame) => sameBytes(frame.belongsTo, founding.belongsTo))) {
		return { kind: 'refused', reason: 'document' };
	}
	if (!frames.every(({ channel }) => channel === rosterChannel)) return { kind: 'refused', reason: 'channel' };
	const document = foundedDocument(founding);
	const isNew = await documents.use(document, async (held) => !(await held.roster()).founded);
	const taken = await appends.take(rosterLog(document), frames, isNew);
	return taken.kind === 'stored' ? taken : { kind: 'refused', reason: taken.reason };
}

function framesIn(body: Uint8Array): Frame[] | null {
	try {
		const read = new FrameReader(body);
		const frames: Frame[] = [];
		while (read.left > 0) frames.push(new Frame(read.part(largestFrame)));
		return frames;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
