/** DEFLATE (RFC 1951) by the platform's own streams: Chrome 103, Safari 16.4, Firefox 113, Node 18. */

export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
	const deflated = await gather(through(bytes, new CompressionStream('deflate-raw')), Infinity);
	if (!deflated) throw new Error('deflating has no bound');
	return deflated;
}

/** Null if more than `most` bytes come out, which is found out before they are all there, or if it is damaged. Never throws on hostile bytes. */
export async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
	try {
		return await gather(through(bytes, new DecompressionStream('deflate-raw')), most);
	} catch {
		return null;
	}
}

/** How much is fed at once: a bomb is found out after at most a thousand times as much. */
const piece = 64 * 1024;

function through(
	bytes: Uint8Array,
	stream: CompressionStream | DecompressionStream
): ReadableStream<Uint8Array> {
	let at = 0;
	const source = new ReadableStream<BufferSource>({
		pull(controller) {
			if (at >= bytes.length) return controller.close();
			controller.enqueue(bytes.slice(at, at + piece));
			at += piece;
		}
	});
	return source.pipeThrough(stream);
}

async function gather(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
	const reader = stream.getReader();
	const pieces: Uint8Array[] = [];
	let size = 0;
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		size += read.value.length;
		if (size > most) {
			await reader.cancel().catch(() => undefined);
			return null;
		}
		pieces.push(read.value);
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const each of pieces) {
		whole.set(each, at);
		at += each.length;
	}
	return whole;
}
