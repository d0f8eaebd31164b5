import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { describeStore } from './store.contract.ts';
import { openSqliteStore } from './store-sqlite.ts';

describeStore('SQLite', async () => {
	const folder = await newFolder();
	let store = openSqliteStore(folder);
	return {
		store,
		async reopen() {
			await store.close();
			return (store = openSqliteStore(folder));
		},
		dispose: () => store.close()
	};
});

describe('a data folder', () => {
	it('is made where it is missing', async () => {
		const store = openSqliteStore(join(await newFolder(), 'a/b'));
		expect(await store.ok()).toBe(true);
		await store.close();
	});

	it('that is a file is refused', async () => {
		const file = join(await newFolder(), 'file');
		await writeFile(file, '');
		expect(() => openSqliteStore(file)).toThrow(expect.objectContaining({ fault: 'unwritable' }));
	});

	it('in which the database cannot be made is refused', async () => {
		const folder = await newFolder();
		await mkdir(join(folder, 'relay.sqlite')); // holds for root too, whom no permission stops
		expect(() => openSqliteStore(folder)).toThrow(expect.objectContaining({ fault: 'unwritable' }));
	});

	it('that another relay has open is refused', async () => {
		const folder = await newFolder();
		const store = openSqliteStore(folder);
		expect(() => openSqliteStore(folder)).toThrow(expect.objectContaining({ fault: 'in-use' }));
		await store.close();
		await openSqliteStore(folder).close();
	});

	it('of a later version, or with something else in the file, is refused', async () => {
		const folder = await newFolder();
		const later = new DatabaseSync(join(folder, 'relay.sqlite'));
		later.exec('PRAGMA user_version = 99');
		later.close();
		expect(() => openSqliteStore(folder)).toThrow(expect.objectContaining({ fault: 'newer' }));
		await writeFile(join(folder, 'relay.sqlite'), 'this is no database, but it is long enough'.repeat(50));
		expect(() => openSqliteStore(folder)).toThrow(expect.objectContaining({ fault: 'damaged' }));
	});
});

const folders: string[] = [];

afterEach(async () => {
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'roundtable-store-'));
	folders.push(folder);
	return folder;
}
