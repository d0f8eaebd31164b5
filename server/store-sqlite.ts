/**
 * Sealed logs in one SQLite file. A write-ahead log with `synchronous = FULL` is flushed to the disk at each commit; what waits at
 * the same moment is committed together.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { channelName, parseDocumentId, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { logName, type LogName } from '#lib/wire/frame-name.ts';
import { StoreError, type Store, type StoredFrame } from './store.ts';

/** Entries that are held at a time while a log is read. */
const pageOf = 200;
const schemaVersion = 1;

interface Waiting {
	readonly log: LogName;
	readonly frames: readonly StoredFrame[];
	done(): void;
	failed(error: StoreError): void;
}

/** Opens or makes `relay.sqlite` in a folder. Throws if folder or file cannot be written or belong to a newer version. */
export function openSqliteStore(folder: string): Store {
	mkdirSync(folder, { recursive: true });
	return new SqliteStore(new DatabaseSync(join(folder, 'relay.sqlite')));
}

class SqliteStore implements Store {
	readonly kind = 'sqlite';
	readonly #db: DatabaseSync;
	readonly #sql: ReturnType<typeof prepared>;
	readonly #ids = new Map<string, number>();
	#waiting: Waiting[] = [];
	#closed = false;

	constructor(db: DatabaseSync) {
		this.#db = db;
		setUp(db);
		this.#sql = prepared(db);
	}

	async *frames(log: LogName): AsyncIterable<readonly StoredFrame[]> {
		const id = this.#idOf(log);
		if (id === null) return;
		let after = 0;
		for (;;) {
			const rows = this.#sql.page.all(id, after, pageOf) as unknown as (StoredFrame & { id: number })[];
			if (rows.length > 0) yield rows;
			after = rows.at(-1)?.id ?? after;
			if (rows.length < pageOf) return;
		}
	}

	async frame(log: LogName, client: number, seq: number): Promise<Uint8Array | null> {
		const id = this.#idOf(log);
		const row = id === null ? undefined : this.#sql.one.get(id, client, seq);
		return (row?.['bytes'] as Uint8Array | undefined) ?? null;
	}

	async last(log: LogName, client: number): Promise<StoredFrame | null> {
		const id = this.#idOf(log);
		const row = id === null ? undefined : this.#sql.last.get(id, client);
		return row ? { client, seq: row['seq'] as number, bytes: row['bytes'] as Uint8Array } : null;
	}

	append(log: LogName, frames: readonly StoredFrame[]): Promise<void> {
		if (this.#closed) return Promise.reject(new StoreError('closed'));
		if (frames.length === 0) return Promise.resolve();
		return new Promise((done, failed) => {
			this.#waiting.push({ log, frames, done, failed });
			if (this.#waiting.length === 1) setImmediate(() => this.#commit());
		});
	}

	async logs(document: DocumentId): Promise<LogName[]> {
		return this.#sql.logs.all(document).map((row) => named(row));
	}

	async ok(): Promise<boolean> {
		try {
			this.#sql.version.get();
			return !this.#closed;
		} catch {
			return false;
		}
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#commit();
		this.#closed = true;
		this.#db.close();
	}

	#commit(): void {
		const together = this.#waiting;
		this.#waiting = [];
		if (together.length === 0) return;
		const error = this.#write(together);
		if (error === null) return together.forEach(({ done }) => done());
		if (together.length === 1) return together[0]?.failed(error);
		// One that cannot be stored must not take others with it.
		for (const one of together) {
			const fault = this.#write([one]);
			if (fault === null) one.done();
			else one.failed(fault);
		}
	}

	/** Null when all of it is on the disk. */
	#write(together: readonly Waiting[]): StoreError | null {
		try {
			this.#sql.begin.run();
			for (const { log, frames } of together) {
				const id = this.#idOf(log) ?? this.#newId(log);
				for (const { client, seq, bytes } of frames) this.#sql.add.run(id, client, seq, bytes);
			}
			this.#sql.commit.run();
			return null;
		} catch (error) {
			this.#ids.clear();
			if (this.#db.isTransaction) this.#sql.rollback.run();
			return new StoreError(isTaken(error) ? 'taken' : 'failed');
		}
	}

	#idOf(log: LogName): number | null {
		const name = logName(log);
		const known = this.#ids.get(name);
		if (known !== undefined) return known;
		const row = this.#sql.log.get(log.document, log.channel, log.generation);
		if (!row) return null;
		return this.#remember(name, row['id'] as number);
	}

	#newId(log: LogName): number {
		const { lastInsertRowid } = this.#sql.addLog.run(log.document, log.channel, log.generation);
		return this.#remember(logName(log), Number(lastInsertRowid));
	}

	#remember(name: string, id: number): number {
		if (this.#ids.size >= 10_000) this.#ids.clear();
		this.#ids.set(name, id);
		return id;
	}
}

function setUp(db: DatabaseSync): void {
	db.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
	db.exec(`BEGIN IMMEDIATE;
		CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL) STRICT;
		INSERT INTO version SELECT ${schemaVersion} WHERE NOT EXISTS (SELECT 1 FROM version);
		COMMIT`);
	const row = db.prepare('SELECT number FROM version').get();
	if (row?.['number'] !== schemaVersion) {
		throw new Error('relay.sqlite was written by another version of Roundtable');
	}
	db.exec(`
		CREATE TABLE IF NOT EXISTS log (
			id INTEGER PRIMARY KEY, document TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL,
			UNIQUE (document, channel, generation)
		) STRICT;
		CREATE TABLE IF NOT EXISTS entry (
			id INTEGER PRIMARY KEY, log INTEGER NOT NULL REFERENCES log, client INTEGER NOT NULL, seq INTEGER NOT NULL,
			bytes BLOB NOT NULL, UNIQUE (log, client, seq)
		) STRICT;
		CREATE INDEX IF NOT EXISTS entry_by_arrival ON entry (log, id)`);
}

function prepared(db: DatabaseSync) {
	return {
		begin: db.prepare('BEGIN IMMEDIATE'),
		commit: db.prepare('COMMIT'),
		rollback: db.prepare('ROLLBACK'),
		version: db.prepare('SELECT number FROM version'),
		log: db.prepare('SELECT id FROM log WHERE document = ? AND channel = ? AND generation = ?'),
		logs: db.prepare('SELECT document, channel, generation FROM log WHERE document = ? ORDER BY id'),
		addLog: db.prepare('INSERT INTO log (document, channel, generation) VALUES (?, ?, ?)'),
		add: db.prepare('INSERT INTO entry (log, client, seq, bytes) VALUES (?, ?, ?, ?)'),
		page: db.prepare('SELECT id, client, seq, bytes FROM entry WHERE log = ? AND id > ? ORDER BY id LIMIT ?'),
		one: db.prepare('SELECT bytes FROM entry WHERE log = ? AND client = ? AND seq = ?'),
		last: db.prepare('SELECT seq, bytes FROM entry WHERE log = ? AND client = ? ORDER BY seq DESC LIMIT 1')
	};
}

/** SQLITE_CONSTRAINT_UNIQUE. */
function isTaken(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && error.errcode === 2067;
}

function named(row: Record<string, unknown>): LogName {
	const document = parseDocumentId(String(row['document']));
	if (!document) throw new Error('relay.sqlite holds a log that has no name');
	return { document, channel: channelName(String(row['channel'])), generation: Number(row['generation']) };
}
