/** DEFLATE by Node, without the thread pool: for the same reason as in sync-crypto. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

function streamOf(work: (bytes: Uint8Array) => Uint8Array): typeof CompressionStream {
	return class {
		readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
		readonly writable: WritableStream<BufferSource>;

		constructor() {
			const pieces: Uint8Array[] = [];
			const { readable, writable } = new TransformStream<BufferSource, Uint8Array<ArrayBuffer>>({
				transform: (piece) => void pieces.push(piece as Uint8Array),
				flush: (controller) => controller.enqueue(new Uint8Array(work(Buffer.concat(pieces))))
			});
			this.readable = readable;
			this.writable = writable;
		}
	};
}

/** From now on in this process. */
export function deflateInTurn(): void {
	globalThis.CompressionStream = streamOf(deflateRawSync);
	globalThis.DecompressionStream = streamOf(inflateRawSync);
}
