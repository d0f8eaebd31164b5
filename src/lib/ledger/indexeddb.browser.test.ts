import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { systemClock } from '#lib/clock.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { answer, browserStorage, committed, openDatabase } from './database.ts';
import { openIndexedDbLedger, wipeLedger } from './indexeddb.ts';
import { describeLedger } from './ledger.contract.ts';
import type { Ledger } from './ledger.ts';
import { readRow } from './row.ts';

const stored = { kind: 'stored' };

describeLedger('IndexedDB', { open: async (log) => (await openIndexedDbLedger(log)).ledger, lasting: true });

describe('a ledger in IndexedDB', () => {
	let table: TestDocument;
	let log: string;
	let logs = 0;
	const open: Ledger[] = [];

	beforeAll(async () => {
		table = await TestDocument.found('ledger in IndexedDB');
	});

	afterEach(async () => {
		await Promise.all(open.splice(0).map((ledger) => ledger.close()));
		await wipeLedger(log);
	});

	async function tab(): Promise<Ledger> {
		const opened = await openIndexedDbLedger(log);
		expect(opened.stored).toEqual(stored);
		open.push(opened.ledger);
		return opened.ledger;
	}

	function begin(): void {
		log = `${table.document}.talk.${logs++}`;
	}

	it('writes the same structs that every copy of the log holds', async () => {
		begin();
		const ledger = await tab();
		const strands = [table.strand(), table.strand()];
		for (const strand of strands) {
			await ledger.add(await strand.write(2));
			await ledger.add(await strand.write(1));
		}
		const doc = new Y.Doc();
		for (const row of await rows(log)) Y.applyUpdate(doc, row as Uint8Array);
		const copy = new Y.Doc();
		Y.applyUpdate(copy, structUpdate(strands.flatMap(({ frames }) => frames)));
		expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(copy));
	});

	describe('in two tabs', () => {
		it('holds what both wrote, and each hears of the other’s with its next write', async () => {
			begin();
			const [a, b] = [await tab(), await tab()];
			const [ours, theirs] = [table.strand(), table.strand()];
			const heard: number[] = [];
			b.onAdded((frames) => heard.push(...frames.map(({ client }) => client)));
			expect(await a.add(await ours.write(3))).toEqual(stored);
			expect(await b.add(await theirs.write(1))).toEqual(stored);
			expect(b.strands.get(ours.client)).toHaveLength(3);
			expect(heard).toEqual([theirs.client, ours.client, ours.client, ours.client]);
			expect(await a.retry()).toEqual(stored);
			expect(await a.add(await ours.write(1))).toEqual(stored);
			expect(a.strands.get(theirs.client)).toHaveLength(1);
			expect(await b.add(await theirs.write(1))).toEqual(stored);
			const third = await tab();
			expect(third.strands.get(ours.client)).toHaveLength(4);
			expect(third.strands.get(theirs.client)).toHaveLength(2);
		});

		it('is equal where both add the same entries at once', async () => {
			begin();
			const [a, b] = [await tab(), await tab()];
			const strand = table.strand();
			for (let round = 0; round < 5; round++) {
				const frames = await strand.write(2);
				expect(await Promise.all([a.add(frames), b.add(frames)])).toEqual([stored, stored]);
			}
			const third = await tab();
			expect(third.strands.get(strand.client)).toHaveLength(10);
		});

		it('lets one go on with the strand that the other began', async () => {
			begin();
			const [a, b] = [await tab(), await tab()];
			const strand = table.strand();
			await a.add(await strand.write(2));
			const next = await strand.write(1);
			expect(await b.add(strand.frames)).toEqual(stored);
			expect(await a.add(next)).toEqual(stored);
			expect((await tab()).strands.get(strand.client)).toHaveLength(3);
		});

		it('goes on with a strand of which it only read', async () => {
			begin();
			const [a, b] = [await tab(), await tab()];
			const [ours, theirs] = [table.strand(), table.strand()];
			await a.add(await ours.write(2));
			await b.add(await theirs.write(1));
			expect(await b.add(await ours.write(1))).toEqual(stored);
			expect((await tab()).strands.get(ours.client)).toHaveLength(3);
		});

		it('stays whole when y-indexeddb’s clean-up in one tab takes the rows of both away', async () => {
			begin();
			const [a, b] = [await tab(), await tab()];
			const [ours, theirs] = [table.strand(), table.strand()];
			await a.add(await ours.write(1));
			const heard: number[] = [];
			b.onAdded((frames) => heard.push(...frames.map(({ seq }) => seq)));
			await squash(log);
			expect(await b.add(await theirs.write(1))).toEqual(stored);
			expect(b.strands.get(ours.client)).toHaveLength(1);
			expect(await a.add(await ours.write(1))).toEqual(stored);
			const third = await tab();
			expect(third.strands.get(ours.client)).toHaveLength(2);
			expect(third.strands.get(theirs.client)).toHaveLength(1);
			expect(heard).toEqual([0, 0]);
		});

		it('tells of another tab’s wipe once, then writes everything again', async () => {
			begin();
			const ledger = await tab();
			const strand = table.strand();
			await ledger.add(await strand.write(3));
			await wipeLedger(log);
			expect(await ledger.add(await strand.write(1))).toEqual({ kind: 'not-stored', reason: 'wiped' });
			expect(ledger.strands.get(strand.client)).toHaveLength(4);
			expect(await ledger.add(await strand.write(1))).toEqual(stored);
			expect((await tab()).strands.get(strand.client)).toHaveLength(5);
		});

		it('writes everything again on retry after a wipe', async () => {
			begin();
			const ledger = await tab();
			const strand = table.strand();
			await ledger.add(await strand.write(3));
			await wipeLedger(log);
			expect(await ledger.retry()).toEqual(stored);
			expect((await tab()).strands.get(strand.client)).toHaveLength(3);
		});

		it('notices that rows went missing without a word', async () => {
			begin();
			const ledger = await tab();
			const strand = table.strand();
			await ledger.add(await strand.write(3));
			await rewrite(log, (store) => void store.clear());
			expect((await ledger.add(await strand.write(1))).kind).toBe('not-stored');
			expect(await ledger.retry()).toEqual(stored);
			expect((await tab()).strands.get(strand.client)).toHaveLength(4);
		});
	});

	it('waits with a wipe until the last tab has let go', async () => {
		begin();
		const ledgers = [await tab(), await tab(), await tab()];
		for (const ledger of ledgers) await ledger.add(await table.strand().write(1));
		await wipeLedger(log);
		const names = (await indexedDB.databases()).map(({ name }) => name);
		expect(names).not.toContain(`roundtable/${log}`);
		await wipeLedger(log);
	});

	it('lets a wipe through at every moment of its opening', async () => {
		begin();
		const strand = table.strand();
		await (await tab()).add(await strand.write(20));
		for (let moment = 0; moment < 40; moment++) {
			const { ledger } = await openIndexedDbLedger(log);
			await ledger.add(strand.frames);
			await ledger.close();
			const opening = openIndexedDbLedger(log);
			for (let turn = 0; turn < moment; turn++) await new Promise((next) => queueMicrotask(() => next(null)));
			for (let turn = 0; turn < moment % 8; turn++) await task();
			await Promise.all([wipeLedger(log), opening]);
			const opened = (await opening).ledger;
			await opened.add(strand.frames);
			expect(await opened.retry()).toEqual(stored);
			await opened.close();
		}
	});

	it('drops what is no entry in its place, keeps the rest, and writes on', async () => {
		begin();
		const strand = table.strand();
		const other = table.strand();
		const first = await tab();
		await first.add(await strand.write(3));
		await first.add(await other.write(1));
		await first.close();
		await rewrite(log, (store) => {
			store.add(Uint8Array.of(1, 2, 3));
			store.add('not even bytes');
			store.add(Uint8Array.of(0, 1, 1, 1, 0, 9)); // a deletion
			store.add(textUpdate());
			store.add(deletionOf(strand.client));
		});
		const again = await openIndexedDbLedger(log);
		open.push(again.ledger);
		expect(again.stored).toEqual(stored);
		expect(again.junk).toBeGreaterThanOrEqual(5);
		expect(again.ledger.strands.get(strand.client)).toHaveLength(3);
		expect(await again.ledger.add(await strand.write(1))).toEqual(stored);
		for (const row of await rows(log)) expect(readRow(row, new Map()).junk).toBe(0);
		const third = await tab();
		expect(third.strands.get(strand.client)).toHaveLength(4);
		expect(third.strands.get(other.client)).toHaveLength(1);
	});

	it('mends itself when junk takes a strand’s next place while it is open', async () => {
		begin();
		const ledger = await tab();
		const strand = table.strand();
		await ledger.add(await strand.write(2));
		await rewrite(log, (store) => void store.add(junkAt(strand.client, 2, strand.frames[1]?.seq ?? 0)));
		const answers = [await ledger.add(await strand.write(1)), await ledger.retry()];
		expect(answers.at(-1)).toEqual(stored);
		expect((await tab()).strands.get(strand.client)).toHaveLength(3);
	});

	it('has at its first write what came since it was opened, and drops of that what is no entry', async () => {
		begin();
		const [strand, other] = [table.strand(), table.strand()];
		await (await tab()).add(await strand.write(2));
		const [ledger, second] = [await tab(), await tab()];
		await second.add(await other.write(1));
		await rewrite(log, (store) => void store.add(junkAt(strand.client, 2, 1)));
		expect(await ledger.add(await strand.write(1))).toEqual(stored);
		expect(ledger.strands.get(other.client)).toHaveLength(1);
		for (const row of await rows(log)) expect(readRow(row, new Map()).junk).toBe(0);
		expect((await tab()).strands.get(strand.client)).toHaveLength(3);
	});

	it('says refused where there is no IndexedDB, holds what it is given, and throws nothing', async () => {
		begin();
		const throwing = {
			open: () => {
				throw new DOMException('', 'SecurityError');
			}
		};
		for (const factory of [null, throwing as unknown as IDBFactory]) {
			const { ledger, stored: answered } = await openIndexedDbLedger(log, {
				factory,
				clock: systemClock,
				under: 'roundtable'
			});
			expect(answered).toEqual({ kind: 'not-stored', reason: 'refused' });
			const strand = table.strand();
			expect(await ledger.add(await strand.write(2))).toEqual({ kind: 'not-stored', reason: 'refused' });
			expect(await ledger.retry()).toEqual({ kind: 'not-stored', reason: 'refused' });
			expect(ledger.strands.get(strand.client)).toHaveLength(2);
			await ledger.close();
		}
		await wipeLedger(log, { factory: null, clock: systemClock, under: 'roundtable' });
	});
});

/** One turn of the event loop, without a timer. */
function task(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((next) => {
		port1.onmessage = () => {
			port1.close();
			next();
		};
		port2.postMessage(null);
	});
}

async function database(log: string): Promise<IDBDatabase> {
	return openDatabase(browserStorage(), `roundtable/${log}`, () =>
		expect.unreachable('the ledger has made it')
	);
}

async function rows(log: string): Promise<unknown[]> {
	const db = await database(log);
	const found = await answer<unknown[]>(db.transaction('updates').objectStore('updates').getAll());
	db.close();
	return found;
}

async function rewrite(log: string, change: (store: IDBObjectStore) => void): Promise<void> {
	const db = await database(log);
	const transaction = db.transaction('updates', 'readwrite');
	change(transaction.objectStore('updates'));
	await committed(transaction);
	db.close();
}

/** What y-indexeddb's clean-up does: one row in the place of all. */
async function squash(log: string): Promise<void> {
	const all = (await rows(log)) as Uint8Array[];
	await rewrite(log, (store) => {
		store.add(Y.mergeUpdates(all)).onsuccess = ({ target }) => {
			store.delete(IDBKeyRange.upperBound((target as IDBRequest<number>).result, true));
		};
	});
}

function textUpdate(): Uint8Array {
	const doc = new Y.Doc();
	doc.getText('x').insert(0, 'words');
	return Y.encodeStateAsUpdate(doc);
}

/** Deletes what a strand has at clock 0. */
function deletionOf(client: number): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	doc.getArray(String(client)).push([Uint8Array.of(1)]);
	const before = Y.encodeStateVector(doc);
	doc.getArray(String(client)).delete(0, 1);
	return Y.encodeStateAsUpdate(doc, before);
}

/** A struct that claims a strand's place and holds no entry. */
function junkAt(client: number, clock: number, seq: number): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	for (let i = 0; i <= clock; i++) doc.getArray(String(client)).push([Uint8Array.of(seq, i)]);
	const upTo = new Map([[client, clock]]);
	return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(upTo));
}
