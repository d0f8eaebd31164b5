import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './store.ts';

/** From each version of the schema to the next, beginning with none. */
const steps: readonly string[] = [
	`
	CREATE TABLE logs (
		id INTEGER PRIMARY KEY, document TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL,
		UNIQUE (document, channel, generation)
	) STRICT;
	CREATE TABLE frames (
		log INTEGER NOT NULL REFERENCES logs (id), client INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
		id INTEGER PRIMARY KEY, UNIQUE (log, client, seq)
	) STRICT;
	`,
	'ALTER TABLE logs ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0',
	'CREATE TABLE pointers (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID'
];

/**
 * Rows lie in the order in which they came: entries of many logs that are committed together share pages, which halves the cost of a
 * commit against rows that lie by log (measured at 200 logs).
 */
export function prepareSchema(database: DatabaseSync): void {
	database.exec(`
		PRAGMA page_size = 8192;
		PRAGMA locking_mode = EXCLUSIVE;
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = FULL;
		PRAGMA foreign_keys = ON;
	`);
	database.exec('BEGIN IMMEDIATE');
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
	if (version > steps.length) throw new StoreError('newer');
	for (const step of steps.slice(version)) database.exec(step);
	database.exec(`PRAGMA user_version = ${steps.length}; COMMIT`);
}
