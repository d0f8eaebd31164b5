import type { Packing } from './packing.ts';

export interface Asked {
	readonly number: number;
	/** To be compared; null where it is to be made. */
	readonly state: Uint8Array | null;
	readonly before: Uint8Array | null;
	readonly updates: readonly Uint8Array[];
}

export interface Answered {
	readonly number: number;
	/** Null if it could not be made. */
	readonly value: Uint8Array | boolean | null;
}

type Take = (value: Answered['value']) => void;

/** In a worker that lives as long as something is asked of it. */
export function workerPacking(): Packing {
	const asked = new Map<number, Take>();
	let worker: Worker | null = null;
	let count = 0;

	const end = () => {
		worker?.terminate();
		worker = null;
	};
	const giveUp = () => {
		end();
		for (const take of asked.values()) take(null);
		asked.clear();
	};
	const begin = () => {
		const begun = new Worker(new URL('./packing-worker.ts', import.meta.url), { type: 'module' });
		begun.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
			asked.get(data.number)?.(data.value);
			asked.delete(data.number);
			if (asked.size === 0) end();
		});
		// As when its script cannot be loaded: nothing that was asked will be answered.
		begun.addEventListener('error', giveUp);
		return begun;
	};
	const ask = (question: Omit<Asked, 'number'>) =>
		new Promise<Answered['value']>((take) => {
			const number = count++;
			asked.set(number, take);
			worker ??= begin();
			worker.postMessage({ ...question, number } satisfies Asked);
		});

	return {
		async merge(before, updates) {
			const value = await ask({ state: null, before, updates });
			if (!(value instanceof Uint8Array)) throw new Error('the state could not be made');
			return value;
		},
		async matches(state, before, updates) {
			const value = await ask({ state, before, updates });
			if (typeof value !== 'boolean') throw new Error('the state could not be compared');
			return value;
		},
		close: giveUp
	};
}
