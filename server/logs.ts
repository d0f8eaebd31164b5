/** Hocuspocus, held to the rules of sealed logs: who reads, what is taken, and that what it acknowledges has been stored. */
import { Hocuspocus, OutgoingMessage, type beforeSyncPayload, type Connection } from '@hocuspocus/server';
import * as Y from 'yjs';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { logName, parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import { structUpdate, type Placed } from '#lib/wire/frame-struct.ts';
import type { Read, Refused, Taken } from './append-answer.ts';
import type { Appends } from './appends.ts';
import type { Documents } from './documents.ts';
import type { Ahead, Gate } from './gate.ts';
import type { Log } from './log.ts';
import { endDropped, tellNewest, tellOfNewest } from './open-generations.ts';
import { claimPresence, takeAway, type ReaderContext } from './presence-owners.ts';
import type { Denial, Readers, Reading } from './readers.ts';
import type { Store } from './store.ts';

export interface LogsOptions {
	readonly store: Store;
	readonly documents: Documents;
	readonly readers: Readers;
	readonly appends: Appends;
	readonly log: Log;
	/** The gate before a connection, by its request. */
	readonly gate: (request: Request) => Gate | undefined;
}

/** Updates that share a commit: the first of them waits until the last has been read. */
const mostTogether = 64;

/** y-protocols: a state vector, which brings nothing. */
const syncStep1 = 0;

/** Hocuspocus prints the message of whatever is thrown in a hook: this has none. */
class Denied extends Error {
	readonly reason: Denial;
	constructor(reason: Denial) {
		super('');
		this.reason = reason;
	}
}

export class Logs {
	readonly hocuspocus: Hocuspocus<ReaderContext>;
	readonly #options: LogsOptions;
	readonly #underway = new Set<Promise<unknown>>();
	/** Connections whose reader had lost the right to read when it was last looked at. */
	#losing = new Set<Connection>();

	constructor(options: LogsOptions) {
		this.#options = options;
		const { documents, gate } = options;
		this.hocuspocus = new Hocuspocus<ReaderContext>({
			quiet: true,
			// The gate and the relay's pings see to the silent and the greedy, without printing document names.
			timeout: 24 * 60 * 60 * 1000,
			maxUnauthenticatedQueueSize: 256 * 1024 * 1024,
			maxUnauthenticatedQueueMessages: 1_000_000,
			maxPendingDocuments: 100_000,
			onAuthenticate: ({ documentName, token, request }) => this.#authenticate(documentName, token, request),
			onTokenSync: ({ documentName, token, connection }) => this.#proveAgain(documentName, token, connection),
			onLoadDocument: ({ documentName, document }) => this.#load(documentName, document),
			connected: async ({ documentName, request, connection }) => {
				gate(request)?.proved(documentName);
				await this.#hint(documentName, connection);
			},
			beforeHandleAwareness: async ({ document, connection, states }) => {
				if (connection) claimPresence(document, connection, states);
				else states.clear();
			},
			beforeSync: (payload) => this.#beforeSync(payload),
			afterUnloadDocument: async ({ documentName }) => {
				const name = parseLogName(documentName);
				if (name) documents.release(name.document);
			}
		});
	}

	/** Logs that somebody is connected to. */
	get open(): number {
		return this.hocuspocus.getDocumentsCount();
	}

	/** Hands on what came in by another way than a connection, or while a log was being loaded. */
	async spread(log: LogName, frames: readonly Placed[]): Promise<void> {
		await this.#apply(logName(log), structUpdate(frames), null);
	}

	/** A state pack lies whole in the channel's newest log. */
	begun(log: LogName): void {
		tellOfNewest(this.hocuspocus, log);
	}

	/** The channel's logs up to this one have been dropped. */
	dropped(last: LogName): void {
		const { gate } = this.#options;
		endDropped(this.hocuspocus, last, ({ request }, name) => gate(request)?.forget(name));
	}

	/** Hocuspocus drops presence that says that somebody has left; so it is handed on here. */
	takeAway(name: string, left: Uint8Array, request: Request): void {
		const document = this.hocuspocus.documents.get(name);
		const connection = document?.getConnections().find((open) => open.request === request);
		if (document && connection) takeAway(document, connection, left);
	}

	/**
	 * Ends connections whose reader may no longer read: at once where their time is over, else at the second look, so that whoever has just
	 * taken the seat that their invitation offered can come again as a member.
	 */
	async endLost(): Promise<void> {
		const losing = new Set<Connection>();
		for (const [name, document] of this.hocuspocus.documents) {
			const log = parseLogName(name);
			for (const connection of document.getConnections()) {
				const { reader } = connection.context as ReaderContext;
				const lost = log && reader ? await this.#options.readers.lost(log, reader) : null;
				if (!lost) continue;
				if (lost === 'seat-over' || this.#losing.has(connection))
					connection.close({ code: 4403, reason: lost });
				else losing.add(connection);
				this.#options.log('right-ended', { reason: lost });
			}
		}
		this.#losing = losing;
	}

	/** Closes every log and waits for what is being stored. */
	async close(): Promise<void> {
		this.hocuspocus.closeConnections();
		while (this.#underway.size > 0) await Promise.allSettled(this.#underway);
		this.hocuspocus.flushPendingStores();
	}

	async #authenticate(name: string, token: string, request: Request): Promise<ReaderContext> {
		const reading = await this.#admit(name, token);
		if (reading.kind === 'reader') return { reader: reading.reader };
		this.#options.gate(request)?.forget(name);
		throw new Denied(reading.reason);
	}

	/** On a log that is open: as when an invitation has become a seat. */
	async #proveAgain(name: string, token: string, connection: Connection): Promise<void> {
		const reading = await this.#admit(name, token);
		if (reading.kind === 'denied') return connection.close({ code: 4403, reason: reading.reason });
		(connection.context as ReaderContext).reader = reading.reader;
		connection.send(new OutgoingMessage(connection.messageAddress).writeAuthenticated(false).toUint8Array());
	}

	async #admit(name: string, token: string): Promise<Reading> {
		const { readers, log } = this.#options;
		try {
			const reading = await readers.admit(name, token);
			if (reading.kind === 'denied') log('reader-denied', { reason: reading.reason });
			return reading;
		} catch (error) {
			log('store-failed', { reason: faultName(error) });
			return { kind: 'denied', reason: 'busy' };
		}
	}

	/** Whoever has opened an earlier generation is told which is the newest. */
	async #hint(name: string, connection: Connection): Promise<void> {
		const parsed = parseLogName(name);
		if (!parsed || parsed.generation === 'volumes') return;
		const { documents, log } = this.#options;
		try {
			const generations = await documents.use(parsed.document, (document) => document.generations());
			const newest = generations.newest(parsed.channel);
			if (newest > parsed.generation) tellNewest(connection, newest);
		} catch (error) {
			log('store-failed', { reason: faultName(error) });
		}
	}

	async #load(name: string, document: Y.Doc): Promise<void> {
		const { store, documents, appends, log } = this.#options;
		const parsed = parseLogName(name);
		if (!parsed) throw new Denied('unknown-document');
		documents.open(parsed.document);
		try {
			await appends.settle(parsed);
			for await (const page of store.frames(parsed)) Y.applyUpdate(document, structUpdate(page));
		} catch (error) {
			documents.release(parsed.document);
			log('store-failed', { reason: faultName(error) });
			throw new Denied('busy');
		}
	}

	/**
	 * Awaited before an update is applied and acknowledged. A refused one must not throw: Hocuspocus would print the document's name and
	 * close the log. On a connection that may only read, Hocuspocus answers an update with "not taken" and leaves it.
	 */
	async #beforeSync({ type, payload, connection, document, documentName }: beforeSyncPayload): Promise<void> {
		if (type === syncStep1)
			return this.#options.gate(connection.request)?.answered(connection.messageAddress);
		const log = parseLogName(documentName);
		const { reader } = connection.context as ReaderContext;
		if (!log || !reader) throw new Denied('not-a-reader');
		const taking = this.#take(log, payload, connection, reader);
		this.#underway.add(taking);
		const taken = await taking;
		this.#underway.delete(taking);
		connection.readOnly = taken.kind === 'refused';
		if (taken.kind === 'refused') this.#tell(connection, taken);
		else await this.#apply(documentName, payload, document);
	}

	async #take(log: LogName, update: Uint8Array, connection: Connection, reader: MemberId): Promise<Taken> {
		const { appends } = this.#options;
		const gate = this.#options.gate(connection.request);
		const ahead = gate?.arrived(connection.messageAddress, update);
		if (ahead?.taken) return ahead.taken;
		const read = await (ahead?.read ?? appends.read(log, update));
		if (read.kind === 'refused') return read;
		const behind = gate?.behind(connection.messageAddress, mostTogether) ?? [];
		const together = behind.length > 0 && (await this.#takeTogether(log, read.frames, behind, reader));
		return together || appends.take(log, read.frames, reader);
	}

	/** What waits on one connection shares one turn and one commit; null if any of it is refused: then each is judged by itself. */
	async #takeTogether(
		log: LogName,
		first: readonly Frame[],
		behind: readonly Ahead[],
		reader: MemberId
	): Promise<Taken | null> {
		if (log.channel === rosterChannel) return null;
		const reads: (Read | null)[] = [];
		for (const { read } of behind) reads.push(await read);
		const refused = reads.findIndex((read) => read?.kind !== 'frames');
		const sound = refused < 0 ? reads : reads.slice(0, refused);
		const frames = sound.flatMap((read) => (read?.kind === 'frames' ? read.frames : []));
		const taken = await this.#options.appends.take(log, [...first, ...frames], reader);
		if (taken.kind === 'refused') return null;
		for (const ahead of behind.slice(0, sound.length)) ahead.taken = taken;
		return taken;
	}

	#tell(connection: Connection, { reason, client, clock }: Refused): void {
		this.#options.log('update-refused', { reason });
		connection.sendStateless(JSON.stringify({ refused: reason, client, clock }));
	}

	/** `but` gets it by another way. A log that is open now, or is being opened, may have been read before this was stored. */
	async #apply(name: string, update: Uint8Array, but: Y.Doc | null): Promise<void> {
		const { loadingDocuments, documents } = this.hocuspocus;
		const loading = loadingDocuments.get(name);
		const document = loading ? await loading.catch(() => undefined) : documents.get(name);
		if (document && document !== but) Y.applyUpdate(document, update);
	}
}

function faultName(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}
