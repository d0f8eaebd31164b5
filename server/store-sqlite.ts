import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { channelName, sameBytes } from '#lib/seal/frame-bytes.ts';
import { logName, type Generation, type LogName } from '#lib/wire/frame-name.ts';
import { prepareSchema } from './store-schema.ts';
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

const pageRows = 512;
/** First frames may be large ones all. */
const pageFirsts = 32;
/** In the column of generations. */
const volumes = -1;

/** What waits to be committed. */
interface Change {
	readonly make: (newLogs: string[]) => void;
	readonly done: () => void;
	readonly failed: (error: StoreError) => void;
}

class SqliteStore implements Store {
	readonly kind = 'sqlite';
	readonly #database: DatabaseSync;
	readonly #insert: StatementSync;
	readonly #page: StatementSync;
	readonly #firsts: StatementSync;
	readonly #one: StatementSync;
	readonly #last: StatementSync;
	readonly #begin: StatementSync;
	readonly #end: StatementSync;
	readonly #logIds = new Map<string, number>();
	#waiting: Change[] = [];
	#healthy = true;
	#open = true;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#insert = database.prepare('INSERT INTO frames (log, client, seq, bytes) VALUES (?, ?, ?, ?)');
		this.#page = database.prepare(
			`SELECT client, seq, bytes FROM frames WHERE log = ? AND (client, seq) > (?, ?)
			 ORDER BY client, seq LIMIT ${pageRows}`
		);
		this.#firsts = database.prepare(
			`SELECT client, seq, bytes FROM frames WHERE log = ? AND client > ? AND seq = 0 ORDER BY client LIMIT ${pageFirsts}`
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

	async *firsts(log: LogName): AsyncIterable<readonly StoredFrame[]> {
		const id = this.#logId(log);
		if (id === null) return;
		let last: number | undefined = -1;
		while (last !== undefined) {
			if (!this.#open) throw new StoreError('closed');
			const rows = this.#firsts.all(id, last) as unknown as StoredFrame[];
			if (rows.length > 0) yield rows;
			last = rows.length === pageFirsts ? rows.at(-1)?.client : undefined;
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
		if (frames.length === 0 && this.#open) return Promise.resolve();
		return this.#change((newLogs) => {
			const id = this.#logId(log) ?? this.#addLog(log, newLogs);
			for (const { client, seq, bytes } of frames) this.#insert.run(id, client, seq, bytes);
		});
	}

	/** What is left of the logs is one row, which says so. */
	drop({ document, channel, generation }: LogName & { readonly generation: number }): Promise<void> {
		return this.#change(() => {
			const until = 'document = ? AND channel = ? AND generation BETWEEN 0 AND ?';
			const logs = [document, channel, generation] as const;
			this.#database
				.prepare(`DELETE FROM frames WHERE log IN (SELECT id FROM logs WHERE ${until})`)
				.run(...logs);
			this.#database.prepare(`DELETE FROM logs WHERE ${until}`).run(...logs);
			this.#database
				.prepare('INSERT INTO logs (document, channel, generation, dropped) VALUES (?, ?, ?, 1)')
				.run(...logs);
			this.#logIds.clear();
		});
	}

	async dropped(document: DocumentId): Promise<readonly LogName[]> {
		return this.#logsWhere(document, 'dropped = 1');
	}

	async logs(document: DocumentId): Promise<readonly LogName[]> {
		return this.#logsWhere(document, 'dropped = 0');
	}

	async keepPointer(name: string, bytes: Uint8Array): Promise<void> {
		if (await this.#isKept(name, bytes)) return;
		await this.#change(() => {
			this.#database.prepare('INSERT INTO pointers (name, bytes) VALUES (?, ?)').run(name, bytes);
		});
	}

	async pointer(name: string): Promise<Uint8Array | null> {
		if (!this.#open) throw new StoreError('closed');
		const row = this.#database.prepare('SELECT bytes FROM pointers WHERE name = ?').get(name);
		return (row?.['bytes'] as Uint8Array | undefined) ?? null;
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

	async #isKept(name: string, bytes: Uint8Array): Promise<boolean> {
		const kept = await this.pointer(name);
		return kept !== null && sameBytes(kept, bytes);
	}

	#logsWhere(document: DocumentId, condition: 'dropped = 0' | 'dropped = 1'): LogName[] {
		const rows = this.#database
			.prepare(
				`SELECT channel, generation FROM logs WHERE document = ? AND ${condition} ORDER BY channel, generation`
			)
			.all(document) as unknown as { channel: string; generation: number }[];
		return rows.map(({ channel, generation }) => ({
			document,
			channel: channelName(channel),
			generation: generation === volumes ? 'volumes' : generation
		}));
	}

	#change(make: (newLogs: string[]) => void): Promise<void> {
		if (!this.#open) return Promise.reject(new StoreError('closed'));
		return new Promise((done, failed) => {
			if (this.#waiting.push({ make, done, failed }) === 1) setImmediate(() => this.#commitWaiting());
		});
	}

	#commitWaiting(): void {
		const group = this.#waiting;
		this.#waiting = [];
		if (group.length === 0) return;
		const fault = this.#commit(group);
		this.#healthy = fault === null || fault.fault === 'taken';
		if (fault === null) for (const change of group) change.done();
		else if (group.length === 1) for (const change of group) change.failed(fault);
		else for (const change of group) this.#commitAlone(change);
	}

	/** One that cannot be stored must not take along those that happened to wait with it. */
	#commitAlone(change: Change): void {
		const fault = this.#commit([change]);
		if (fault === null) change.done();
		else change.failed(fault);
	}

	#commit(group: readonly Change[]): StoreError | null {
		const newLogs: string[] = [];
		try {
			this.#begin.run();
			for (const { make } of group) make(newLogs);
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
			.prepare('SELECT id FROM logs WHERE document = ? AND channel = ? AND generation = ? AND dropped = 0')
			.get(log.document, log.channel, numberOf(log.generation));
		if (typeof row?.['id'] !== 'number') return null;
		this.#remember(name, row['id']);
		return row['id'];
	}

	#addLog(log: LogName, added: string[]): number {
		const { lastInsertRowid } = this.#database
			.prepare('INSERT INTO logs (document, channel, generation) VALUES (?, ?, ?)')
			.run(log.document, log.channel, numberOf(log.generation));
		added.push(logName(log));
		this.#remember(logName(log), Number(lastInsertRowid));
		return Number(lastInsertRowid);
	}

	#remember(name: string, id: number): void {
		if (this.#logIds.size >= 50_000) this.#logIds.clear();
		this.#logIds.set(name, id);
	}
}

function numberOf(generation: Generation): number {
	return generation === 'volumes' ? volumes : generation;
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
