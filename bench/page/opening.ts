/** Runs in a real browser: opening a sealed document from IndexedDB against plain Yjs with y-indexeddb. */
import * as Y from 'yjs';
import { planChannel } from '#lib/roster/capability.ts';
import type { Edit } from '../trace.ts';
import { field, History } from './history.ts';

/** Milliseconds for each round. */
export interface Opened {
	readonly ours: number[];
	readonly plain: number[];
}

export interface Packed extends Opened {
	readonly stateBytes: number;
	readonly volumeBytes: number;
	/** Of `encodeStateAsUpdate`. */
	readonly plainBytes: number;
	readonly heap: { readonly ours: Heap; readonly plain: Heap };
}

/** Bytes more than before it was opened. */
interface Heap {
	/** Just opened, with what opening has thrown away and nobody has collected. */
	readonly peak: number;
	/** With that collected. */
	readonly held: number;
}

/** What people typing at a usual pace make in a batch or two. */
const editsInEntry = 10;

/** Entries as they are, and a tail behind a pack of them. */
async function opening(
	entries: number,
	tail: number,
	rounds: number
): Promise<{ unpacked: Opened; packed: Opened }> {
	const history = await History.write(words(entries));
	await history.keepPlain(history.updates);
	const unpacked = await inTurn(rounds, history, history);
	await pack(history);
	const opened = await history.open();
	const channel = opened.channel(planChannel);
	for (const change of words(tail)) {
		channel.edit(change);
		await channel.flush();
	}
	Y.applyUpdate(history.doc, Y.encodeStateAsUpdate(channel.doc));
	await opened.close();
	await history.sent();
	const packed = { ours: [] as number[], plain: unpacked.plain };
	for (let round = 0; round < rounds; round++) packed.ours.push(await history.timeToOpen());
	return { unpacked, packed };
}

async function packs(edits: readonly Edit[], rounds: number): Promise<Packed> {
	const history = await History.write(batches(edits));
	const bytes = await pack(history);
	const plain = Y.encodeStateAsUpdate(history.doc);
	await history.keepPlain([plain]);
	return {
		...(await inTurn(rounds, history, history)),
		...bytes,
		plainBytes: plain.length,
		heap: { ours: await heapOf(() => history.open()), plain: await heapOf(() => history.openPlain()) }
	};
}

/** The same words, written once, and by way of nine times as many changes that leave nothing behind. */
async function tenTimes(entries: number, rounds: number): Promise<[Opened, Opened]> {
	const once = await History.write(words(entries));
	const often = await History.write(detours(entries));
	for (const history of [once, often]) {
		await pack(history);
		await history.keepPlain([Y.encodeStateAsUpdate(history.doc)]);
	}
	const opened: [Opened, Opened] = [
		{ ours: [], plain: [] },
		{ ours: [], plain: [] }
	];
	for (let round = 0; round < rounds; round++) {
		for (const [i, history] of [once, often].entries()) {
			opened[i]?.plain.push(await history.timeToOpenPlain());
			opened[i]?.ours.push(await history.timeToOpen());
		}
	}
	return opened;
}

async function inTurn(rounds: number, ours: History, plain: History): Promise<Opened> {
	const opened: Opened = { ours: [], plain: [] };
	for (let round = 0; round < rounds; round++) {
		opened.plain.push(await plain.timeToOpenPlain());
		opened.ours.push(await ours.timeToOpen());
	}
	return opened;
}

async function pack(history: History): Promise<{ stateBytes: number; volumeBytes: number }> {
	const opened = await history.open();
	await opened.channel(planChannel).pack();
	await opened.gather();
	const sizeOf = (end: string) =>
		[...opened.held]
			.filter(([log]) => log.endsWith(end))
			.flatMap(([, frames]) => frames)
			.reduce((sum, { bytes }) => sum + bytes.length, 0);
	const bytes = { stateBytes: sizeOf('.plan.1'), volumeBytes: sizeOf('.plan.volumes') };
	await opened.close();
	if (bytes.stateBytes === 0) throw new Error('there is no pack');
	await history.sent();
	return bytes;
}

async function heapOf(open: () => Promise<{ close(): Promise<void> }>): Promise<Heap> {
	await collect();
	const before = heapUsed();
	const opened = await open();
	const peak = heapUsed() - before;
	await collect();
	const held = heapUsed() - before;
	await opened.close();
	return { peak, held };
}

/** More than once: what is found dead may have held other things. Throws in a browser that was started without the flag for it. */
async function collect(): Promise<void> {
	const { gc } = globalThis as unknown as { gc: () => void };
	for (let round = 0; round < 4; round++) {
		gc();
		await new Promise((next) => setTimeout(next, 50));
	}
}

function heapUsed(): number {
	return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
}

function* words(entries: number): Generator<(doc: Y.Doc) => void> {
	for (let i = 0; i < entries; i++) {
		yield (doc) => {
			const text = doc.getText(field);
			const at = i % 7 === 0 ? Math.floor((text.length * (i % 13)) / 13) : text.length;
			text.insert(at, 'care ');
		};
	}
}

function* detours(entries: number): Generator<(doc: Y.Doc) => void> {
	for (const change of words(entries)) {
		yield change;
		for (let i = 0; i < 9; i++) yield (doc) => doc.getMap('ticks').set('tick', i);
	}
}

function* batches(edits: readonly Edit[]): Generator<(doc: Y.Doc) => void> {
	for (let i = 0; i < edits.length; i += editsInEntry) {
		yield (doc) => {
			const text = doc.getText(field);
			for (const { at, remove, insert } of edits.slice(i, i + editsInEntry)) {
				if (remove > 0) text.delete(at, remove);
				if (insert !== '') text.insert(at, insert);
			}
		};
	}
}

Object.assign(globalThis, { bench: { opening, packs, tenTimes } });
