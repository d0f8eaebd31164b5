import { inPage } from './browser-page.ts';
import { figure, median, type Figures } from './figure.ts';
import type { Opened, Packed } from './page/opening.ts';
import type { Edit } from './trace.ts';

const page = 'bench/page/opening.ts';

/** Opening entries in Chromium: unpacked, and from a pack with a tail. */
export async function opening(entries: number, tail: number, rounds: number): Promise<Figures> {
	return inPage(page, async (tab) => {
		const { unpacked, packed } = await tab.evaluate<{ unpacked: Opened; packed: Opened }>(
			`bench.opening(${entries}, ${tail}, ${rounds})`
		);
		const plain = median(unpacked.plain);
		return {
			[`open ${entries} entries`]: figure(median(unpacked.ours), plain, 'ms', 5.5),
			[`open ${tail} entries and a pack`]: figure(median(packed.ours), plain, 'ms', 5.5 / 3)
		};
	});
}

/** A long history from its pack, against plain Yjs that loads the same state; what it weighs, and what ten times the history costs. */
export async function packs(edits: readonly Edit[], rounds: number): Promise<Figures> {
	return inPage(page, async (tab) => {
		await tab.evaluate((trace) => Object.assign(globalThis, { trace }), edits);
		const packed = await tab.evaluate<Packed>(`bench.packs(trace, ${rounds})`);
		const [once, tenTimes] = await tab.evaluate<[Opened, Opened]>(`bench.tenTimes(1000, ${rounds})`);
		const mebibytes = (bytes: number) => bytes / 2 ** 20;
		return {
			'open a long history from its pack': figure(median(packed.ours), median(packed.plain), 'ms', 1.2),
			'sealed state on the wire': figure(packed.stateBytes, packed.plainBytes, 'bytes', 0.3),
			'all volumes': figure(packed.volumeBytes, packed.plainBytes, 'bytes', 5),
			'open ten times the history at the same state': figure(
				median(tenTimes.ours),
				median(once.ours),
				'ms',
				1.2
			),
			'peak memory on opening a long history': figure(
				mebibytes(packed.heap.ours.peak),
				mebibytes(packed.heap.plain.peak),
				'MiB'
			),
			'memory while a long history is open': figure(
				mebibytes(packed.heap.ours.held),
				mebibytes(packed.heap.plain.held),
				'MiB'
			)
		};
	});
}
