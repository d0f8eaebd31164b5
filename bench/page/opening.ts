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
	/** Bytes in use while it is open. */
	readonly heap: { readonly ours: number; readonly plain: number };
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
	return [await inTurn(rounds, once, once), await inTurn(rounds, often, often)];
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

async function heapOf(open: () => Promise<{ close(): Promise<void> }>): Promise<number> {
	const used = () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
	const collect = (globalThis as unknown as { gc?: () => void }).gc;
	collect?.();
	const before = used();
	const opened = await open();
	const after = used();
	await opened.close();
	return Math.max(0, after - before);
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
