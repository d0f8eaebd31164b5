import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Frame } from '#lib/seal/frame.ts';
import { TestDocument, type TestStrand } from '../../../tests/frames.ts';
import { openIndexedDbLedger, wipeLedger } from './indexeddb.ts';
import type { Ledger } from './ledger.ts';

const tab = fc.nat(1);
const strand = fc.nat(2);
const step = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('write' as const),
			tab,
			strand,
			count: fc.integer({ min: 1, max: 3 })
		})
	},
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), tab, strand }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const), tab }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('retry' as const), tab }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('wipe' as const) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('rest' as const) }) }
);

// fast-check prints the seed of a history that fails.
it('two tabs lose nothing that either holds, whatever they do at once, and tell nothing twice', async () => {
	const table = await TestDocument.found('histories of two tabs');
	let histories = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			const log = `${table.document}.history.${histories++}`;
			const tabs = [await Tab.open(log), await Tab.open(log)] as const;
			const strands: [TestStrand, TestStrand, TestStrand] = [table.strand(), table.strand(), table.strand()];
			const doings: Promise<unknown>[] = [];
			for (const does of steps) {
				if (does.kind === 'rest') await Promise.all(doings.splice(0));
				if (does.kind === 'wipe') doings.push(wipeLedger(log));
				if (does.kind === 'retry') doings.push(tabs[does.tab as 0].ledger.retry());
				if (does.kind === 'reopen') {
					await Promise.all(doings.splice(0));
					await tabs[does.tab as 0].reopen();
				}
				if (does.kind === 'pass') doings.push(tabs[does.tab as 0].give(strands[does.strand as 0].frames));
				if (does.kind === 'write') {
					const writing = strands[does.strand as 0];
					await writing.write(does.count);
					doings.push(tabs[does.tab as 0].give(writing.frames));
				}
			}
			await Promise.all(doings);
			for (const { ledger } of tabs) expect(await ledger.retry()).toEqual({ kind: 'stored' });
			const after = (await openIndexedDbLedger(log)).ledger;
			for (const { frames } of strands) {
				const client = frames[0]?.client ?? 0;
				const longest = Math.max(...tabs.map(({ ledger }) => ledger.strands.get(client)?.length ?? 0));
				expect(places(after.strands.get(client))).toEqual(places(frames.slice(0, longest)));
			}
			for (const one of tabs) one.check();
			await Promise.all([after, ...tabs.map(({ ledger }) => ledger)].map((ledger) => ledger.close()));
			await wipeLedger(log);
		}),
		{ numRuns: 60 }
	);
}, 60_000);

class Tab {
	readonly #log: string;
	readonly #heard = new Set<string>();
	ledger: Ledger;

	private constructor(log: string, ledger: Ledger) {
		this.#log = log;
		this.ledger = ledger;
		this.#listen();
	}

	static async open(log: string): Promise<Tab> {
		return new Tab(log, (await openIndexedDbLedger(log)).ledger);
	}

	/** As a reload does it: what is not stored is given again, by the outbox. */
	async reopen(): Promise<void> {
		const held = [...this.ledger.strands.values()].flat();
		await this.ledger.close();
		this.ledger = (await openIndexedDbLedger(this.#log)).ledger;
		this.#listen();
		await this.give(held);
	}

	#listen(): void {
		this.#heard.clear();
		for (const place of places([...this.ledger.strands.values()].flat())) this.#heard.add(place);
		this.ledger.onAdded((frames) => {
			for (const place of places(frames)) {
				expect(this.#heard.has(place)).toBe(false);
				this.#heard.add(place);
			}
		});
	}

	async give(frames: readonly Frame[]): Promise<void> {
		await this.ledger.add([...frames]);
	}

	check(): void {
		expect([...this.#heard].sort()).toEqual(places([...this.ledger.strands.values()].flat()).sort());
	}
}

function places(frames: readonly Frame[] | undefined): string[] {
	return (frames ?? []).map(({ client, seq }) => `${client}/${seq}`);
}
