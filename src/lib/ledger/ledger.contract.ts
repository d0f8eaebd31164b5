import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '#lib/seal/frame.ts';
import { TestDocument } from '../../../tests/frames.ts';
import type { Ledger } from './ledger.ts';

export interface LedgerMaker {
	/** Opens the ledger of this log; what an earlier one stored under the name is there if ledgers are `lasting`. */
	open(log: string): Promise<Ledger>;
	readonly lasting: boolean;
}

const stored = { kind: 'stored' };

/** What every ledger promises. */
export function describeLedger(name: string, { open, lasting }: LedgerMaker): void {
	describe(`${name} as a ledger`, () => {
		let table: TestDocument;
		let logs = 0;
		const log = () => `${table.document}.plan.${logs++}`;

		beforeAll(async () => {
			table = await TestDocument.found(`ledger contract ${name}`);
		});

		it('begins empty, under its name', async () => {
			const given = log();
			const ledger = await open(given);
			expect(ledger.log).toBe(given);
			expect(ledger.strands.size).toBe(0);
			await ledger.close();
		});

		it('has at once what it is given, and answers when it is stored', async () => {
			const ledger = await open(log());
			const strand = table.strand();
			const frames = await strand.write(3);
			const answer = ledger.add(frames);
			expect(ledger.strands.get(strand.client)).toEqual(frames);
			expect(await answer).toEqual(stored);
			await ledger.close();
		});

		it('takes strands that grow by turns, and many writes at once', async () => {
			const ledger = await open(log());
			const strands = [table.strand(), table.strand(), table.strand()];
			const answers: Promise<unknown>[] = [];
			for (let round = 0; round < 10; round++) {
				for (const strand of strands) answers.push(ledger.add(await strand.write(round % 3)));
			}
			expect(await Promise.all(answers)).toEqual(answers.map(() => stored));
			for (const strand of strands)
				expect(ids(ledger.strands.get(strand.client))).toEqual(ids(strand.frames));
			await ledger.close();
		});

		it('passes over what it has, and tells of each frame once', async () => {
			const ledger = await open(log());
			const heard: number[] = [];
			const stop = ledger.onAdded((frames) => heard.push(...frames.map(({ seq }) => seq)));
			const strand = table.strand();
			const frames = await strand.write(3);
			await ledger.add(frames.slice(0, 2));
			expect(await ledger.add(frames)).toEqual(stored);
			expect(await ledger.add(frames)).toEqual(stored);
			expect(heard).toEqual([0, 1, 2]);
			stop();
			await ledger.add(await strand.write());
			expect(heard).toEqual([0, 1, 2]);
			await ledger.close();
		});

		it('refuses a gap as the bug that it is', async () => {
			const ledger = await open(log());
			const [, second] = await table.strand().write(2);
			await expect(async () => ledger.add(second ? [second] : [])).rejects.toThrow('gaps');
			expect(ledger.strands.size).toBe(0);
			await ledger.close();
		});

		it('has nothing to try again when all is stored', async () => {
			const ledger = await open(log());
			await ledger.add(await table.strand().write());
			expect(await ledger.retry()).toEqual(stored);
			await ledger.close();
		});

		it('holds an entry of a megabyte', async () => {
			const ledger = await open(log());
			const strand = table.strand();
			expect(await ledger.add(await strand.write(1, 1_000_000))).toEqual(stored);
			expect(ids(ledger.strands.get(strand.client))).toEqual(ids(strand.frames));
			await ledger.close();
		});

		it('is not stopped by a listener that throws', async () => {
			const ledger = await open(log());
			ledger.onAdded(() => {
				throw new Error('a listener’s own bug');
			});
			const strand = table.strand();
			await expect(async () => ledger.add(await strand.write())).rejects.toThrow('own bug');
			await expect(async () => ledger.add(await strand.write())).rejects.toThrow('own bug');
			expect(await ledger.retry()).toEqual(stored);
			expect(ids(ledger.strands.get(strand.client))).toEqual(ids(strand.frames));
			await ledger.close();
		});

		if (!lasting) return; // nothing outlives the page

		it('has after reopening what it had, byte for byte and in order', async () => {
			const given = log();
			const first = await open(given);
			const strands = [table.strand(), table.strand()];
			for (const strand of strands) {
				for (const part of [await strand.write(2), await strand.write(5)]) await first.add(part);
			}
			await first.close();
			const again = await open(given);
			expect(again.strands.size).toBe(2);
			for (const { client, frames } of strands) {
				expect(again.strands.get(client)?.map(({ bytes }) => bytes)).toEqual(
					frames.map(({ bytes }) => bytes)
				);
			}
			const [strand] = strands;
			expect(await again.add((await strand?.write()) ?? [])).toEqual(stored);
			await again.close();
			const third = await open(given);
			expect(third.strands.get(strand?.client ?? 0)).toHaveLength(8);
			await third.close();
		});
	});
}

/** Ids are compared in place of whole frames: a frame works out its own when asked, and then no longer equals one that has not. */
function ids(frames: readonly Frame[] | undefined): string[] {
	return (frames ?? []).map(({ id, seq }) => `${seq} ${id.join()}`);
}
