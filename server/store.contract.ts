import { describe, expect, it } from 'vitest';
import { channelName, documentId } from '#lib/seal/frame-bytes.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import type { Store, StoredFrame } from './store.ts';

export interface Reopenable {
	readonly store: Store;
	/** Closes the store and opens what it left. */
	reopen(): Promise<Store>;
	dispose(): Promise<void>;
}

/** What every store must keep to. */
export function describeStore(name: string, make: () => Promise<Reopenable>): void {
	describe(`store: ${name}`, () => {
		it('keeps each strand in order, whatever the order of strands', async () => {
			const { store, dispose } = await make();
			await store.append(plan, [frame(7, 0), frame(7, 1), frame(3, 0)]);
			await store.append(plan, [frame(3, 1), frame(largest, 0)]);
			const held = await all(store, plan);
			expect(held.filter(({ client }) => client === 7).map(({ seq }) => seq)).toEqual([0, 1]);
			expect(held.filter(({ client }) => client === 3).map(({ seq }) => seq)).toEqual([0, 1]);
			expect(held.find(({ client }) => client === largest)?.bytes).toEqual(frame(largest, 0).bytes);
			await dispose();
		});

		it('holds what was appended after it is opened again', async () => {
			const { store, reopen, dispose } = await make();
			await store.append(plan, [frame(1, 0)]);
			await store.append(talk, [frame(1, 0, 9)]);
			const again = await reopen();
			expect(await all(again, plan)).toEqual([frame(1, 0)]);
			expect(await all(again, talk)).toEqual([frame(1, 0, 9)]);
			await again.append(plan, [frame(1, 1)]);
			expect(await all(again, plan)).toHaveLength(2);
			await dispose();
		});

		it('stores what was asked for before it was closed', async () => {
			const { store, reopen, dispose } = await make();
			const appended = store.append(plan, [frame(1, 0)]);
			const again = await reopen();
			await appended;
			expect(await all(again, plan)).toHaveLength(1);
			await dispose();
		});

		it('refuses a taken place, whole, and nothing else that came at the same moment', async () => {
			const { store, dispose } = await make();
			await store.append(plan, [frame(1, 0)]);
			const outcomes = await Promise.allSettled([
				store.append(talk, [frame(1, 0)]),
				store.append(plan, [frame(2, 0), frame(1, 0, 99)]),
				store.append(plan, [frame(3, 0)])
			]);
			expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
			expect(outcomes[1]).toMatchObject({ reason: { fault: 'taken' } });
			expect((await all(store, plan)).map(({ client }) => client).sort()).toEqual([1, 3]);
			expect((await all(store, plan))[0]).toEqual(frame(1, 0));
			expect(await store.ok()).toBe(true);
			await dispose();
		});

		it('knows the logs of a document', async () => {
			const { store, dispose } = await make();
			expect(await store.logs(document)).toEqual([]);
			await store.append(talk, [frame(1, 0)]);
			await store.append(plan, [frame(1, 0)]);
			await store.append({ ...plan, document: documentId(new Uint8Array(32).fill(8)) }, [frame(1, 0)]);
			expect(await store.logs(document)).toEqual([plan, talk]);
			await dispose();
		});

		it('drops a log and the generations before it, for good, and nothing else', async () => {
			const { store, reopen, dispose } = await make();
			const third: LogName & { generation: number } = { ...plan, generation: 3 };
			const kept: LogName[] = [
				talk,
				{ ...plan, generation: 'volumes' },
				{ ...plan, generation: 4 },
				{ ...plan, document: documentId(new Uint8Array(32).fill(8)) }
			];
			for (const log of [plan, { ...plan, generation: 2 }, third, ...kept]) {
				await store.append(log, [frame(1, 0), frame(1, 1)]);
			}
			const late = store.append(third, [frame(2, 0)]);
			await store.drop(third);
			await late;
			const again = await reopen();
			for (const gone of [plan, { ...plan, generation: 2 }, third]) {
				expect(await all(again, gone)).toEqual([]);
				expect([await again.last(gone, 1), await again.frame(gone, 1, 0)]).toEqual([null, null]);
			}
			for (const log of kept) expect(await all(again, log)).toHaveLength(2);
			expect(await again.logs(document)).toEqual([kept[1], kept[2], talk]);
			expect(await again.dropped(document)).toEqual([third]);
			await again.drop({ ...plan, generation: 9 });
			expect(await again.logs(document)).toEqual([kept[1], talk]);
			expect(await again.dropped(document)).toEqual([{ ...plan, generation: 9 }]);
			await again.append({ ...plan, generation: 10 }, [frame(1, 0)]);
			expect(await all(again, { ...plan, generation: 10 })).toEqual([frame(1, 0)]);
			await dispose();
		});

		it('gives the first frame of each strand', async () => {
			const { store, dispose } = await make();
			const clients = Array.from({ length: 100 }, (_, i) => i * 3);
			await store.append(
				plan,
				clients.flatMap((client) => [frame(client, 0), frame(client, 1)])
			);
			await store.append(plan, [frame(largest, 0)]);
			await store.append(talk, [frame(1, 0)]);
			const firsts: StoredFrame[] = [];
			for await (const page of store.firsts(plan)) firsts.push(...page);
			expect(firsts.map(({ client, seq }) => [client, seq])).toEqual(
				[...clients, largest].map((client) => [client, 0])
			);
			await dispose();
		});

		it('gives many frames in pages', async () => {
			const { store, dispose } = await make();
			await store.append(
				plan,
				Array.from({ length: 3000 }, (_, i) => frame(i % 3, Math.floor(i / 3)))
			);
			const held = await all(store, plan);
			expect(held).toHaveLength(3000);
			for (const client of [0, 1, 2]) {
				const seqs = held.filter((row) => row.client === client).map(({ seq }) => seq);
				expect(seqs).toEqual(Array.from({ length: 1000 }, (_, seq) => seq));
			}
			await dispose();
		});

		it('takes frames of 2 MiB', async () => {
			const { store, reopen, dispose } = await make();
			const bytes = new Uint8Array(2 * 1024 * 1024).fill(5);
			await store.append(plan, [{ client: 1, seq: 0, bytes }]);
			const held = (await all(await reopen(), plan))[0]?.bytes ?? new Uint8Array();
			expect(Buffer.compare(held, bytes)).toBe(0);
			await dispose();
		});

		it('keeps what is left under a name, for good and as it was', async () => {
			const { store, reopen, dispose } = await make();
			const [one, other] = [new Uint8Array(300).fill(1), new Uint8Array(300).fill(2)];
			expect(await store.pointer('here')).toBeNull();
			await Promise.all([store.keepPointer('here', one), store.append(plan, [frame(1, 0)])]);
			await store.keepPointer('here', one);
			await expect(store.keepPointer('here', other)).rejects.toMatchObject({ fault: 'taken' });
			const again = await reopen();
			expect(new Uint8Array((await again.pointer('here')) ?? [])).toEqual(one);
			expect(await again.pointer('there')).toBeNull();
			expect(await again.ok()).toBe(true);
			await dispose();
		});

		it('refuses appends once it is closed', async () => {
			const { store, dispose } = await make();
			await store.close();
			await expect(store.append(plan, [frame(1, 0)])).rejects.toMatchObject({ fault: 'closed' });
			expect(await store.ok()).toBe(false);
			await dispose();
		});
	});
}

const largest = Number.MAX_SAFE_INTEGER;
const document = documentId(new Uint8Array(32).fill(7));
const plan: LogName = { document, channel: channelName('plan'), generation: 0 };
const talk: LogName = { document, channel: channelName('talk'), generation: 0 };

function frame(client: number, seq: number, fill = client % 251): StoredFrame {
	return { client, seq, bytes: new Uint8Array(40).fill(fill) };
}

async function all(store: Store, log: LogName): Promise<StoredFrame[]> {
	const frames: StoredFrame[] = [];
	for await (const page of store.frames(log)) {
		for (const { client, seq, bytes } of page) frames.push({ client, seq, bytes });
	}
	return frames;
}
