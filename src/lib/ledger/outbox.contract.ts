import { describe, expect, it } from 'vitest';
import type { Outbox, OwnEntry } from './outbox.ts';

export interface OutboxMaker {
	/** An outbox that holds nothing. */
	fresh(): Promise<Outbox>;
	/** The same storage opened again, after `close`; null where an outbox lasts no longer than the page. */
	readonly again: (() => Promise<Outbox>) | null;
}

const stored = { kind: 'stored' };
const strand = new Uint8Array(16).fill(7);

function entry(seq: number, log = 'log', client = 5): OwnEntry {
	return { log, client, seq, bytes: Uint8Array.of(client, seq, log.length) };
}

function draft(number: number, log = 'log', client = 5) {
	return { log, client, number, bytes: Uint8Array.of(number, client) };
}

/** What every outbox promises. */
export function describeOutbox(name: string, { fresh, again }: OutboxMaker): void {
	describe(`${name} as an outbox`, () => {
		it('keeps drafts of each log apart, ascending by number', async () => {
			const outbox = await fresh();
			for (const number of [2, 0, 11, 1])
				expect(await outbox.putDraft(draft(number), strand)).toEqual(stored);
			await outbox.putDraft(draft(3, 'other'), strand);
			expect(await outbox.drafts('log')).toEqual([draft(0), draft(1), draft(2), draft(11)]);
			expect(await outbox.drafts('other')).toEqual([draft(3, 'other')]);
			expect(await outbox.drafts('none')).toEqual([]);
			await outbox.close();
		});

		it('knows a strand from its first draft on', async () => {
			const outbox = await fresh();
			await outbox.putDraft(draft(0), strand);
			expect(await outbox.strands('log')).toEqual([{ log: 'log', client: 5, strand, next: 0 }]);
			await outbox.putEntry(entry(0), strand, 0);
			await outbox.putDraft(draft(1), strand);
			expect(await outbox.strands('log')).toEqual([{ log: 'log', client: 5, strand, next: 1 }]);
			await outbox.close();
		});

		it('puts an entry in the place of the drafts that it covers', async () => {
			const outbox = await fresh();
			for (let number = 0; number < 4; number++) await outbox.putDraft(draft(number), strand);
			await outbox.putDraft(draft(1, 'log', 6), strand);
			await outbox.putDraft(draft(1, 'other'), strand);
			expect(await outbox.putEntry(entry(0), strand, 2)).toEqual(stored);
			expect(await outbox.drafts('log')).toEqual([draft(1, 'log', 6), draft(3)]);
			expect(await outbox.drafts('other')).toEqual([draft(1, 'other')]);
			expect(await outbox.entries('log')).toEqual([entry(0)]);
			expect(await outbox.strands('log')).toEqual([
				{ log: 'log', client: 5, strand, next: 1 },
				{ log: 'log', client: 6, strand, next: 0 }
			]);
			await outbox.close();
		});

		it('covers no draft with -1', async () => {
			const outbox = await fresh();
			await outbox.putDraft(draft(0), strand);
			await outbox.putEntry(entry(0), strand, -1);
			expect(await outbox.drafts('log')).toEqual([draft(0)]);
			await outbox.close();
		});

		it('lists entries by client and seq, numbers as numbers', async () => {
			const outbox = await fresh();
			const far = 2 ** 52 + 1;
			for (const seq of [0, 2, 10, 1]) await outbox.putEntry(entry(seq, 'log', 300), strand, -1);
			await outbox.putEntry(entry(0, 'log', far), strand, -1);
			await outbox.putEntry(entry(7, 'log', 21), strand, -1);
			expect((await outbox.entries('log')).map(({ client, seq }) => [client, seq])).toEqual([
				[21, 7],
				[300, 0],
				[300, 1],
				[300, 2],
				[300, 10],
				[far, 0]
			]);
			expect((await outbox.strands('log')).find(({ client }) => client === 300)?.next).toBe(11);
			await outbox.close();
		});

		it('lets an entry go when both ledger and relay have it, in either order', async () => {
			const outbox = await fresh();
			for (let seq = 0; seq < 4; seq++) await outbox.putEntry(entry(seq), strand, -1);
			await outbox.settle('log', 5, 3, 'ledger');
			expect(await outbox.entries('log')).toHaveLength(4);
			expect(await outbox.unsent('log')).toBe(4);
			await outbox.settle('log', 5, 2, 'relay');
			expect((await outbox.entries('log')).map(({ seq }) => seq)).toEqual([2, 3]);
			expect(await outbox.unsent('log')).toBe(2);
			await outbox.settle('log', 5, 4, 'relay');
			expect(await outbox.unsent('log')).toBe(0);
			expect((await outbox.entries('log')).map(({ seq }) => seq)).toEqual([3]);
			await outbox.settle('log', 5, 4, 'ledger');
			expect(await outbox.entries('log')).toEqual([]);
			expect(await outbox.strands('log')).toEqual([{ log: 'log', client: 5, strand, next: 4 }]);
			await outbox.close();
		});

		it('settles one strand of one log only', async () => {
			const outbox = await fresh();
			for (const [log, client] of [
				['log', 5],
				['log', 6],
				['other', 5]
			] as const) {
				await outbox.putEntry(entry(0, log, client), strand, -1);
			}
			await outbox.settle('log', 5, 1, 'ledger');
			await outbox.settle('log', 5, 1, 'relay');
			expect(await outbox.entries('log')).toEqual([entry(0, 'log', 6)]);
			expect(await outbox.entries('other')).toEqual([entry(0, 'other')]);
			expect(await outbox.settle('none', 1, 100, 'relay')).toEqual(stored);
			await outbox.close();
		});

		it('holds an entry once however often it is put, and never moves a strand back', async () => {
			const outbox = await fresh();
			await outbox.putEntry(entry(0), strand, -1);
			await outbox.putEntry(entry(1), strand, -1);
			await outbox.putEntry(entry(0), strand, -1);
			expect(await outbox.entries('log')).toEqual([entry(0), entry(1)]);
			expect(await outbox.unsent('log')).toBe(2);
			expect(await outbox.strands('log')).toEqual([{ log: 'log', client: 5, strand, next: 2 }]);
			await outbox.close();
		});

		it('forgets one log and keeps the others', async () => {
			const outbox = await fresh();
			for (const log of ['log', 'log2']) {
				await outbox.putDraft(draft(0, log), strand);
				await outbox.putEntry(entry(0, log), strand, -1);
			}
			expect(await outbox.forget('log')).toEqual(stored);
			expect(await outbox.drafts('log')).toEqual([]);
			expect(await outbox.entries('log')).toEqual([]);
			expect(await outbox.strands('log')).toEqual([]);
			expect(await outbox.drafts('log2')).toEqual([draft(0, 'log2')]);
			expect(await outbox.entries('log2')).toHaveLength(1);
			expect(await outbox.strands('log2')).toHaveLength(1);
			await outbox.close();
		});

		it('takes many calls at once', async () => {
			const outbox = await fresh();
			const calls = Array.from({ length: 100 }, (_, seq) => outbox.putEntry(entry(seq), strand, -1));
			await Promise.all(calls);
			expect(await outbox.entries('log')).toHaveLength(100);
			expect((await outbox.strands('log'))[0]?.next).toBe(100);
			await outbox.close();
		});

		if (!again) return; // nothing outlives the page
		it('has after reopening what it had', async () => {
			const outbox = await fresh();
			await outbox.putDraft(draft(9), strand);
			await outbox.putEntry(entry(0), strand, -1);
			await outbox.settle('log', 5, 1, 'ledger');
			await outbox.close();
			const reopened = await again();
			expect(await reopened.drafts('log')).toEqual([draft(9)]);
			expect(await reopened.entries('log')).toEqual([entry(0)]);
			expect(await reopened.unsent('log')).toBe(1);
			expect(await reopened.strands('log')).toEqual([{ log: 'log', client: 5, strand, next: 1 }]);
			await reopened.settle('log', 5, 1, 'relay');
			expect(await reopened.entries('log')).toEqual([]);
			await reopened.close();
		});
	});
}
