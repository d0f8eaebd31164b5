import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { channelName, documentId } from '#lib/seal/frame-bytes.ts';
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

	it('of the first version is brought up to date, with all that it holds', async () => {
		const folder = await newFolder();
		const first = new DatabaseSync(join(folder, 'relay.sqlite'));
		const log = {
			document: documentId(new Uint8Array(32).fill(7)),
			channel: channelName('plan'),
			generation: 0
		};
		first.exec(`
			CREATE TABLE logs (
				id INTEGER PRIMARY KEY, document TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL,
				UNIQUE (document, channel, generation)
			) STRICT;
			CREATE TABLE frames (
				log INTEGER NOT NULL REFERENCES logs (id), client INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
				id INTEGER PRIMARY KEY, UNIQUE (log, client, seq)
			) STRICT;
			INSERT INTO logs VALUES (1, '${log.document}', 'plan', 0);
			INSERT INTO frames VALUES (1, 5, 0, x'010203', 1);
			PRAGMA user_version = 1;
		`);
		first.close();
		for (let times = 0; times < 2; times++) {
			const store = openSqliteStore(folder);
			expect(await store.logs(log.document)).toEqual([log]);
			expect(await store.frame(log, 5, 0)).toEqual(Uint8Array.of(1, 2, 3));
			expect(await store.dropped(log.document)).toEqual([]);
			await store.close();
		}
		const store = openSqliteStore(folder);
		await store.drop(log);
		expect([await store.frame(log, 5, 0), await store.dropped(log.document)]).toEqual([null, [log]]);
		await store.close();
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
