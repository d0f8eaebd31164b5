import type { Stretch } from './passphrase.ts';

export interface Asked {
	readonly passphrase: Uint8Array;
	readonly cost: Parameters<Stretch>[1];
}

/** Null if it could not be made, as on a device without 64 MiB to spare. */
export type Answered = Uint8Array | null;

/** In a worker of its own, whose memory goes with it. */
export const stretchInWorker: Stretch = (passphrase, cost, signal) => {
	const { salt, memoryKiB, passes } = cost;
	const worker = new Worker(new URL('./stretching-worker.ts', import.meta.url), { type: 'module' });
	return new Promise<Uint8Array>((resolve, reject) => {
		const fail = () => reject(new Error('the passphrase could not be stretched'));
		signal.addEventListener('abort', fail);
		worker.addEventListener('message', ({ data }: MessageEvent<Answered>) => (data ? resolve(data) : fail()));
		// As when its script cannot be loaded.
		worker.addEventListener('error', fail);
		if (signal.aborted) fail();
		else worker.postMessage({ passphrase, cost: { salt, memoryKiB, passes } } satisfies Asked);
	}).finally(() => {
		worker.terminate();
		passphrase.fill(0);
	});
};
