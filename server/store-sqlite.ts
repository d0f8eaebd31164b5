import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { channelName } from '#lib/seal/frame-bytes.ts';
import { logName, type LogName } from '#lib/wire/frame-name.ts';
import { StoreError, type Store, type StoredFrame } from './store.ts';

/**
 * One SQLite file. WAL with synchronous=FULL: a commit is on the disk when it returns. Whatever waits at the same moment is
 * committed together, so that the cost of a commit is shared.
 */
export function openSqliteStore(folder: string): Store {
	const file = folder === ':memory:' ? folder : join(writable(folder), 'relay.sqlite');
	let database: DatabaseSync | undefined;
	try {
		// Asked for only here, so that an older Node gets as far as being told that it is too old.
		database = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(file);
		prepareSchema(database);
		return new SqliteStore(database);
	} catch (error) {
		database?.close();
		throw asStoreError(error);
	}
}

const schemaVersion = 1;
const pageRows = 512;

interface Append {
	readonly log: LogName;
	readonly frames: readonly StoredFrame[];
	readonly done: () => void;
	readonly failed: (error: StoreError) => void;
}

class SqliteStore implements Store {
	readonly kind = 'sqlite';
	readonly #database: DatabaseSync;
	readonly #insert: StatementSync;
	readonly #page: StatementSync;
	readonly #one: StatementSync;
	readonly #last: StatementSync;
	readonly #begin: StatementSync;
	readonly #end: StatementSync;
	readonly #logIds = new Map<string, number>();
	#waiting: Append[] = [];
	#healthy = true;
	#open = true;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare('INSERT INTO frames (log, client, seq, bytes) VALUES (?, ?, ?, ?)');
		this.#page = database.prepare(
			`SELECT client, seq, bytes FROM frames WHERE log = ? AND (client, seq) > (?, ?)
			 ORDER BY client, seq LIMIT ${pageRows}`
		);
		this.#one = database.prepare('SELECT bytes FROM frames WHERE log = ? AND client = ? AND seq = ?');
		this.#last = database.prepare(
			'SELECT client, seq, bytes FROM frames WHERE log = ? AND client = ? ORDER BY seq DESC LIMIT 1'
		);
		this.#begin = database.prepare('BEGIN IMMEDIATE');
		this.#end = database.prepare('COMMIT');
	}

	async *frames(log: LogName): AsyncIterable<readonly StoredFrame[]> {
		const id = this.#logId(log);
		if (id === null) return;
		let last: Pick<StoredFrame, 'client' | 'seq'> | undefined = { client: -1, seq: -1 };
		while (last) {
			if (!this.#open) throw new StoreError('closed');
			const rows = this.#page.all(id, last.client, last.seq) as unknown as StoredFrame[];
			if (rows.length > 0) yield rows;
			last = rows.length === pageRows ? rows.at(-1) : undefined;
		}
	}

	async frame(log: LogName, client: number, seq: number): Promise<Uint8Array | null> {
		const id = this.#logId(log);
		const row = id === null ? undefined : this.#one.get(id, client, seq);
		return (row?.['bytes'] as Uint8Array | undefined) ?? null;
	}

	async last(log: LogName, client: number): Promise<StoredFrame | null> {
		const id = this.#logId(log);
		const row = id === null ? undefined : this.#last.get(id, client);
		return (row as unknown as StoredFrame | undefined) ?? null;
	}

	append(log: LogName, frames: readonly StoredFrame[]): Promise<void> {
		if (!this.#open) return Promise.reject(new StoreError('closed'));
		if (frames.length === 0) return Promise.resolve();
		return new Promise((done, failed) => {
			if (this.#waiting.push({ log, frames, done, failed }) === 1) setImmediate(() => this.#commitWaiting());
		});
	}

	async logs(document: DocumentId): Promise<readonly LogName[]> {
		const rows = this.#database
			.prepare('SELECT channel, generation FROM logs WHERE document = ? ORDER BY channel, generation')
			.all(document) as unknown as { channel: string; generation: number }[];
		return rows.map(({ channel, generation }) => ({ document, channel: channelName(channel), generation }));
	}

	async ok(): Promise<boolean> {
		try {
			return this.#healthy && this.#database.prepare('SELECT 1 AS one').get()?.['one'] === 1;
		} catch {
			return false;
		}
	}

	async close(): Promise<void> {
		if (!this.#open) return;
		this.#commitWaiting();
		this.#open = false;
		this.#database.close();
	}

	#commitWaiting(): void {
		const group = this.#waiting;
		this.#waiting = [];
		if (group.length === 0) return;
		const fault = this.#commit(group);
		this.#healthy = fault === null || fault.fault === 'taken';
		if (fault === null) for (const append of group) append.done();
		else if (group.length === 1) for (const append of group) append.failed(fault);
		else for (const append of group) this.#commitAlone(append);
	}

	/** One that cannot be stored must not take along those that happened to wait with it. */
	#commitAlone(append: Append): void {
		const fault = this.#commit([append]);
		if (fault === null) append.done();
		else append.failed(fault);
	}

	#commit(group: readonly Append[]): StoreError | null {
		const newLogs: string[] = [];
		try {
			this.#begin.run();
			for (const { log, frames } of group) {
				const id = this.#logId(log) ?? this.#addLog(log, newLogs);
				for (const { client, seq, bytes } of frames) this.#insert.run(id, client, seq, bytes);
			}
			this.#end.run();
			return null;
		} catch (error) {
			for (const name of newLogs) this.#logIds.delete(name);
			if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
			return asStoreError(error);
		}
	}

	#logId(log: LogName): number | null {
		const name = logName(log);
		const known = this.#logIds.get(name);
		if (known !== undefined) return known;
		if (!this.#open) throw new StoreError('closed');
		const row = this.#database
			.prepare('SELECT id FROM logs WHERE document = ? AND channel = ? AND generation = ?')
			.get(log.document, log.channel, log.generation);
		if (typeof row?.['id'] !== 'number') return null;
		this.#remember(name, row['id']);
		return row['id'];
	}

	#addLog(log: LogName, added: string[]): number {
		const { lastInsertRowid } = this.#database
			.prepare('INSERT INTO logs (document, channel, generation) VALUES (?, ?, ?)')
			.run(log.document, log.channel, log.generation);
		added.push(logName(log));
		this.#remember(logName(log), Number(lastInsertRowid));
		return Number(lastInsertRowid);
	}

	#remember(name: string, id: number): void {
		if (this.#logIds.size >= 50_000) this.#logIds.clear();
		this.#logIds.set(name, id);
	}
}

/**
 * Rows lie in the order in which they came: entries of many logs that are committed together share pages, which halves the cost of a
 * commit against rows that lie by log (measured at 200 logs).
 */
function prepareSchema(database: DatabaseSync): void {
	database.exec(`
		PRAGMA page_size = 8192;
		PRAGMA locking_mode = EXCLUSIVE;
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = FULL;
		PRAGMA foreign_keys = ON;
	`);
	database.exec('BEGIN IMMEDIATE');
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
	if (version > schemaVersion) throw new StoreError('newer');
	if (version === 0) {
		database.exec(`
			CREATE TABLE logs (
				id INTEGER PRIMARY KEY, document TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL,
				UNIQUE (document, channel, generation)
			) STRICT;
			CREATE TABLE frames (
				log INTEGER NOT NULL REFERENCES logs (id), client INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
				id INTEGER PRIMARY KEY, UNIQUE (log, client, seq)
			) STRICT;
			PRAGMA user_version = ${schemaVersion};
		`);
	}
	database.exec('COMMIT');
}

function writable(folder: string): string {
	try {
		mkdirSync(folder, { recursive: true });
		accessSync(folder, constants.W_OK);
		return folder;
	} catch {
		throw new StoreError('unwritable');
	}
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const faults = new Map([
	[5, 'in-use'],
	[6, 'in-use'],
	[8, 'unwritable'],
	[11, 'damaged'],
	[13, 'full'],
	[14, 'unwritable'],
	[19, 'taken'],
	[26, 'damaged']
] as const);

function asStoreError(error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') throw error;
	return new StoreError(faults.get((error.errcode & 0xff) as 5) ?? 'failed');
}
