import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { Drawers, drawersDatabase, newDrawerId, vaultOf } from './drawers.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const drawers = () => new Drawers({ indexedDB, random, clock: systemClock });

async function all() {
	const read = await drawers().all();
	if (read.kind !== 'drawers') throw new Error(read.reason);
	return read.drawers;
}

async function made(name: string): Promise<void> {
	const request = indexedDB.open(name);
	await new Promise((done) => (request.onsuccess = done));
	request.result.close();
}

async function gone(name: string): Promise<void> {
	await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
}

afterEach(async () => {
	for (const { name } of await indexedDB.databases()) if (name) await gone(name);
});

test('the first page makes one, and pages that open at once agree on it', async () => {
	const opened = await Promise.all([all(), all(), all()]);
	expect(new Set(opened.map(([first]) => first?.id)).size).toBe(1);
	expect(opened[0]).toEqual([{ id: expect.stringMatching(/^[\w-]{22}$/) as string, number: 1, label: '' }]);
});

test('people come after each other, and one who goes leaves the others', async () => {
	const [first] = await all();
	const [second, third] = [newDrawerId(random), newDrawerId(random)];
	await drawers().add(second, 'Ana');
	await drawers().add(third, '');
	expect((await all()).map(({ id, number, label }) => [id, number, label])).toEqual([
		[first?.id, 1, ''],
		[second, 2, 'Ana'],
		[third, 3, '']
	]);
	await drawers().remove(second);
	expect((await all()).map(({ number }) => number)).toEqual([1, 3]);
});

test('where only the list was deleted, whoever has a vault is found again', async () => {
	const [first, second] = [newDrawerId(random), newDrawerId(random)].sort();
	await made(vaultOf(first ?? ''));
	await made(vaultOf(second ?? ''));
	await all();
	await gone(drawersDatabase);
	expect((await all()).map(({ id }) => id)).toEqual([first, second]);
});

test('a browser that keeps nothing says so', async () => {
	const none = new Drawers({ indexedDB: undefined, random, clock: systemClock });
	expect(await none.all()).toEqual({ kind: 'not-read', reason: 'refused' });
	expect(await none.add('x', '')).toEqual({ kind: 'not-stored', reason: 'refused' });
});
