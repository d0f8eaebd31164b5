/** How much goes into one volume, whatever people have written: the rest waits for the next. */
import type { Frame } from '#lib/seal/frame.ts';
import { mostOriginals } from '#lib/seal/volume.ts';

/** Of frames. Deflated it fits into the frames of a pack even if nothing in it can be made smaller. */
export const largestSpan = 32 * 1024 * 1024;

/** From the first on. */
export function spanOf<F extends Pick<Frame, 'bytes'>>(entries: readonly F[]): F[] {
	let size = 0;
	const end = entries.findIndex(({ bytes }) => (size += bytes.length) > largestSpan);
	return entries.slice(0, Math.min(mostOriginals, end < 0 ? entries.length : end));
}
