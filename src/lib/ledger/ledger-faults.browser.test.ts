import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import type { Clock } from '#lib/clock.ts';
import { abortWrites } from '../../../tests/simulation/aborting.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { answer, browserStorage, committed, openDatabase } from './database.ts';
import { openIndexedDbLedger, wipeLedger } from './indexeddb.ts';
import type { Ledger } from './ledger.ts';
import { openIndexedDbOutbox } from './outbox-indexeddb.ts';

const stored = { kind: 'stored' };
const full = { kind: 'not-stored', reason: 'full' };
const failed = { kind: 'not-stored', reason: 'failed' };

let table: TestDocument;
let log: string;
let logs = 0;
const open: Ledger[] = [];

beforeAll(async () => {
	table = await TestDocument.found('ledger and its faults');
});

beforeEach(() => {
	log = `${table.document}.fault.${logs++}`;
});

afterEach(async () => {
	vi.restoreAllMocks();
	vi.useRealTimers();
	await quota();
	await Promise.all(open.splice(0).map((ledger) => ledger.close()));
	await wipeLedger(log);
	vi.unstubAllGlobals();
});

async function tab(): Promise<Ledger> {
	const { ledger } = await openIndexedDbLedger(log);
	open.push(ledger);
	return ledger;
}

it('says full when the disk is, holds on, and writes all when there is room', async () => {
	await room(1_000_000);
	const ledger = await tab();
	const strand = table.strand();
	expect(await ledger.add(await strand.write(1))).toEqual(stored);
	expect(await ledger.add(await strand.write(1, 1_500_000))).toEqual(full);
	expect((await ledger.add(await strand.write(1))).kind).toBe('not-stored');
	expect((await ledger.retry()).kind).toBe('not-stored');
	expect(ledger.strands.get(strand.client)).toHaveLength(3);
	await quota();
	expect(await ledger.add(await strand.write(1))).toEqual(stored);
	expect((await tab()).strands.get(strand.client)).toHaveLength(4);
});

it('says so when it is opened on a full disk, and is stored later all the same', async () => {
	await room(1);
	const { ledger } = await openIndexedDbLedger(log);
	open.push(ledger);
	const strand = table.strand();
	expect((await ledger.add(await strand.write(1, 1_000_000))).kind).toBe('not-stored');
	await quota();
	expect(await ledger.retry()).toEqual(stored);
	expect((await tab()).strands.get(strand.client)).toHaveLength(1);
});

it('says full for an outbox on a full disk; what was there stays, and room lets it go on', async () => {
	await room(1_000_000);
	const { outbox } = await openIndexedDbOutbox();
	const of = { log, client: 5 };
	const strand = new Uint8Array(16);
	expect(await outbox.putEntry({ ...of, seq: 0, bytes: Uint8Array.of(1) }, strand, -1)).toEqual(stored);
	const large = { ...of, seq: 1, bytes: new Uint8Array(2_000_000) };
	expect(await outbox.putEntry(large, strand, -1)).toEqual(full);
	expect(
		await outbox.putDraft({ ...of, number: 0, bytes: new Uint8Array(2_000_000) }, new Uint8Array(16))
	).toEqual(full);
	expect(await outbox.entries(log)).toHaveLength(1);
	expect((await outbox.strands(log))[0]?.next).toBe(1);
	await quota();
	expect(await outbox.putEntry(large, strand, -1)).toEqual(stored);
	expect((await outbox.strands(log))[0]?.next).toBe(2);
	expect(await outbox.forget(log)).toEqual(stored);
	await outbox.close();
});

it('notices a write that y-indexeddb’s listener could not even begin', async () => {
	const ledger = await tab();
	const strand = table.strand();
	await ledger.add(await strand.write(1));
	const begin = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
		throw new DOMException('', 'InvalidStateError');
	});
	expect(await ledger.add(await strand.write(1))).toEqual(failed);
	begin.mockRestore();
	expect(await ledger.add(await strand.write(1))).toEqual(stored);
	expect((await tab()).strands.get(strand.client)).toHaveLength(3);
});

it('notices a write that never happened', async () => {
	const ledger = await tab();
	const strand = table.strand();
	await ledger.add(await strand.write(1));
	// In the place of the write, a question with the same shape of answer.
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(function (
		this: IDBObjectStore
	) {
		return this.count() as IDBRequest<IDBValidKey>;
	});
	expect(await ledger.add(await strand.write(1))).toEqual(failed);
	add.mockRestore();
	expect(await ledger.retry()).toEqual(stored);
	expect((await tab()).strands.get(strand.client)).toHaveLength(2);
});

it('does not wait for ever for a browser that never answers', async () => {
	const clock: Clock = {
		now: () => 0,
		after(ms, run) {
			expect(ms).toBe(15_000);
			queueMicrotask(run);
			return () => undefined;
		}
	};
	const never = { open: () => new EventTarget() } as unknown as IDBFactory;
	const opening = openIndexedDbLedger(log, { factory: never, clock, under: 'roundtable' });
	const outboxOpening = openIndexedDbOutbox({ factory: never, clock, under: 'roundtable' });
	const { ledger, stored: answered } = await opening;
	expect(answered).toEqual(failed);
	const { outbox, stored: outboxAnswered } = await outboxOpening;
	expect(outboxAnswered).toEqual(failed);
	expect(await outbox.entries(log)).toEqual([]);
	await ledger.close();
});

it('tells once when what was stored is gone, and stores all of it again', async () => {
	const ledger = await tab();
	const strand = table.strand();
	await ledger.add(await strand.write(2));
	let lost = 0;
	ledger.onLost(() => lost++);
	await wipeLedger(log);
	expect(lost).toBe(1);
	expect(ledger.stored).toEqual({ kind: 'not-stored', reason: 'wiped' });
	expect(await ledger.retry()).toEqual(stored);
	expect(ledger.stored).toEqual(stored);
	expect((await tab()).strands.get(strand.client)).toHaveLength(2);
	expect(lost).toBe(1);
});

it('tells of what could not be read at first when it can', async () => {
	const strand = table.strand();
	await (await tab()).add(await strand.write(2));
	const read = vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementationOnce(() => {
		throw new DOMException('', 'UnknownError');
	});
	const ledger = await tab();
	read.mockRestore();
	expect(ledger.stored).toEqual(failed);
	const found: number[] = [];
	ledger.onFound((frames) => found.push(...frames.map(({ seq }) => seq)));
	expect(await ledger.retry()).toEqual(stored);
	await ledger.add(await strand.write(1));
	expect(found).toEqual([0, 1]);
});

it('keeps everything, junk too, when its clean-up is given up midway, and cleans up the next time', async () => {
	const strand = table.strand();
	await (await tab()).add(await strand.write(2));
	await onRows((store) => store.add(Uint8Array.of(9, 9, 9)));
	const before = await rowCount();
	const stop = abortWrites('add', 'updates', 1);
	const ledger = await tab();
	stop();
	expect(ledger.stored).toEqual(failed);
	expect(await rowCount()).toBe(before);
	expect(await ledger.retry()).toEqual(stored);
	expect(ledger.strands.get(strand.client)).toHaveLength(2);
	const again = await openIndexedDbLedger(log);
	open.push(again.ledger);
	expect(again.junk).toBe(0);
});

it('stays whole over y-indexeddb’s own clean-up, and hears of what it brings in', async () => {
	await (await tab()).add([]);
	await emptyRows(600);
	const [a, b] = [await tab(), await tab()];
	const [ours, theirs] = [table.strand(), table.strand()];
	await b.add(await theirs.write(2));
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const heard: number[] = [];
	a.onAdded((frames) => heard.push(...frames.map(({ client }) => client)));
	await a.add(await ours.write(1));
	await b.add(await theirs.write(1)); // after this, only the clean-up tells `a` of it
	await vi.advanceTimersByTimeAsync(1000);
	vi.useRealTimers();
	await vi.waitFor(() => expect(a.strands.get(theirs.client)).toHaveLength(3));
	expect(heard).toEqual([ours.client, theirs.client, theirs.client, theirs.client]);
	expect(await rowCount()).toBeLessThan(10);
	expect(await a.add(await ours.write(1))).toEqual(stored);
	expect(await b.add(await theirs.write(1))).toEqual(stored);
	const third = await tab();
	expect(third.strands.get(ours.client)).toHaveLength(2);
	expect(third.strands.get(theirs.client)).toHaveLength(4);
});

/** Chromium's own limit for this origin, in bytes; without one, as before. */
async function quota(quotaSize?: number): Promise<void> {
	const session = cdp() as unknown as { send(method: string, given: object): Promise<unknown> };
	const { origin } = location;
	await session.send(
		'Storage.overrideQuotaForOrigin',
		quotaSize === undefined ? { origin } : { origin, quotaSize }
	);
}

/**
 * This many bytes left, and a storage bucket that was never written to: for half a minute Chromium goes by the room that it last saw in
 * a bucket, unless a write is larger.
 */
async function room(bytes: number): Promise<void> {
	const { usage = 0 } = await navigator.storage.estimate();
	await quota(usage + bytes);
	const { storageBuckets } = navigator as unknown as {
		storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
	};
	const bucket = await storageBuckets.open(`fault-${logs}`);
	vi.stubGlobal('indexedDB', bucket.indexedDB);
}

async function onRows<T>(change: (store: IDBObjectStore) => T): Promise<T> {
	const database = await openDatabase(browserStorage(), `roundtable/${log}`, () => expect.unreachable());
	const transaction = database.transaction('updates', 'readwrite');
	const done = committed(transaction);
	const result = change(transaction.objectStore('updates'));
	await done;
	database.close();
	return result;
}

async function emptyRows(count: number): Promise<void> {
	await onRows((store) => {
		for (let i = 0; i < count; i++) store.add(Uint8Array.of(0, 0));
	});
}

async function rowCount(): Promise<number> {
	return onRows((store) => answer(store.count()));
}
