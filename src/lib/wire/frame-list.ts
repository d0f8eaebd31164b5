/** Frames in one body: each as u32 length and bytes. */
import { FrameError, FrameReader, FrameWriter } from '#lib/seal/frame-bytes.ts';
import { Frame, largestFrame } from '#lib/seal/frame.ts';

export function joinFrames(frames: readonly Frame[]): Uint8Array {
	const write = new FrameWriter();
	for (const { bytes } of frames) write.part(bytes);
	return write.done();
}

/** Null for bytes that are not whole frames from end to end. */
export function splitFrames(bytes: Uint8Array): Frame[] | null {
	try {
		const read = new FrameReader(bytes);
		const frames: Frame[] = [];
		while (read.left > 0) frames.push(new Frame(read.part(largestFrame)));
		return frames;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
