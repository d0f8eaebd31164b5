import { describe, expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { browserStorage, deleteDatabase, openDatabase } from './database.ts';
import { openIndexedDbOutbox } from './outbox-indexeddb.ts';
import { describeOutbox } from './outbox.contract.ts';

const outboxName = 'roundtable';
const stored = { kind: 'stored' };
const strand = new Uint8Array(16).fill(3);
const entry = (seq: number) => ({ log: 'log', client: 5, seq, bytes: Uint8Array.of(seq) });

async function again() {
	const opened = await openIndexedDbOutbox();
	expect(opened.stored).toEqual(stored);
	return opened.outbox;
}

async function fresh() {
	await deleteDatabase(indexedDB, outboxName);
	return again();
}

describeOutbox('IndexedDB', { fresh, again });

describe('an outbox in IndexedDB', () => {
	it('is one for all tabs', async () => {
		const [a, b] = [await fresh(), await again()];
		await a.putEntry(entry(0), strand, -1);
		await b.putEntry(entry(1), strand, -1);
		expect(await a.unsent('log')).toBe(2);
		await Promise.all([a.settle('log', 5, 2, 'ledger'), b.settle('log', 5, 2, 'relay')]);
		expect(await b.entries('log')).toEqual([]);
		await a.close();
		await b.close();
	});

	it('lets go when it is deleted, and begins anew with the next call', async () => {
		const outbox = await fresh();
		await outbox.putEntry(entry(0), strand, -1);
		await deleteDatabase(indexedDB, outboxName);
		expect(await outbox.putEntry(entry(1), strand, -1)).toEqual(stored);
		expect(await outbox.entries('log')).toEqual([entry(1)]);
		await outbox.close();
	});

	it('tells when it is deleted, and not when another tab brings a newer version', async () => {
		const outbox = await fresh();
		let lost = 0;
		outbox.onLost(() => lost++);
		await deleteDatabase(indexedDB, outboxName);
		expect(lost).toBe(1);
		await outbox.putEntry(entry(0), strand, -1);
		const newer = await openDatabase(browserStorage(), outboxName, () => undefined, 3);
		newer.close();
		expect(lost).toBe(1);
		expect((await outbox.putEntry(entry(1), strand, -1)).kind).toBe('not-stored');
		await outbox.close();
	});

	it('keeps an entry by its last bytes', async () => {
		const outbox = await fresh();
		await outbox.putEntry(entry(0), strand, -1);
		await outbox.putEntry({ ...entry(0), bytes: Uint8Array.of(9) }, strand, -1);
		expect(await outbox.entries('log')).toEqual([{ ...entry(0), bytes: Uint8Array.of(9) }]);
		await outbox.close();
	});

	it('stores of a view only what it shows', async () => {
		const outbox = await fresh();
		const bytes = new Uint8Array(100_000).subarray(10, 20);
		await outbox.putEntry({ ...entry(0), bytes }, strand, -1);
		await outbox.putDraft({ log: 'log', client: 5, number: 0, bytes }, strand);
		for (const kept of [...(await outbox.entries('log')), ...(await outbox.drafts('log'))]) {
			expect(kept.bytes.buffer.byteLength).toBe(10);
		}
		await outbox.close();
	});

	it('lasts as long as the page where IndexedDB is refused, and says so', async () => {
		const { outbox, stored: answered } = await openIndexedDbOutbox({
			factory: null,
			clock: systemClock,
			under: outboxName
		});
		expect(answered).toEqual({ kind: 'not-stored', reason: 'refused' });
		expect(await outbox.putEntry(entry(0), strand, -1)).toEqual(stored);
		expect(await outbox.entries('log')).toEqual([entry(0)]);
	});
});
