/** A history in two forms: a sealed case on this browser's storage, and the same updates as y-indexeddb keeps them. */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { systemClock } from '#lib/clock.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { caseChannels, planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { found } from '#lib/roster/statement.ts';
import { idBytes, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { memberKeys, type ChannelKey, type MemberKeys } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import type { Platform } from '#lib/session/platform.ts';
import { SealedDocument } from '#lib/session/sealed-document.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { argon2id } from '#lib/vault/argon2id.ts';

export const field = 'plan/plan/mattersToMe';
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export class History {
	readonly document: DocumentId;
	readonly updates: Uint8Array[] = [];
	readonly doc = new Y.Doc();
	readonly #me: MemberKeys;
	readonly #platform: Platform;
	readonly #plainName: string;

	private constructor(me: MemberKeys, document: DocumentId, platform: Platform) {
		this.#me = me;
		this.document = document;
		this.#platform = platform;
		this.#plainName = `bench-plain-${document}`;
	}

	/** Each change is an entry. */
	static async write(changes: Iterable<(doc: Y.Doc) => void>): Promise<History> {
		const me = await memberKeys(new Secret(random(32)), crypto.subtle);
		const details = { name: 'Bench', relation: 'client' } as const;
		const { frame, keys } = await found({ author: me, details, time: 0, random });
		const key = keys.find(({ channel }) => channel === planChannel);
		if (!key) throw new Error('no key');
		const history = new History(me, foundedDocument(frame), await platformHere());
		const frames = await history.#seal(changes, frame, key);
		await history.#store(rosterChannel, [frame]);
		await history.#store(planChannel, frames);
		return history;
	}

	async open(): Promise<SealedDocument> {
		return SealedDocument.open({
			document: this.document,
			channels: caseChannels,
			me: this.#me,
			relays: [],
			platform: this.#platform
		});
	}

	/** As if a relay had all of it. */
	async sent(): Promise<void> {
		const opened = await this.open();
		await opened.gather();
		const { outbox } = this.#platform;
		for (const [log, frames] of opened.held) {
			for (const { client, seq } of frames) await outbox.settle(log, client, seq + 1, 'relay');
		}
		await opened.close();
	}

	/** Milliseconds. */
	async timeToOpen(): Promise<number> {
		const start = performance.now();
		const opened = await this.open();
		const took = performance.now() - start;
		const { doc } = opened.channel(planChannel);
		if (doc.getText(field).toString() !== this.doc.getText(field).toString()) throw new Error('another text');
		await opened.close();
		return took;
	}

	/** What plain Yjs opens instead: rows as y-indexeddb writes them, before it merges them into one. */
	async keepPlain(rows: readonly Uint8Array[]): Promise<void> {
		const persistence = new IndexeddbPersistence(this.#plainName, new Y.Doc());
		const { db } = await persistence.whenSynced;
		if (!db) throw new Error('no database');
		const transaction = db.transaction('updates', 'readwrite');
		transaction.objectStore('updates').clear();
		for (const row of rows) transaction.objectStore('updates').add(row);
		await new Promise((done, failed) => {
			transaction.oncomplete = done;
			transaction.onerror = failed;
		});
		await persistence.destroy();
	}

	async openPlain(): Promise<{ doc: Y.Doc; close: () => Promise<void> }> {
		const doc = new Y.Doc();
		const persistence = new IndexeddbPersistence(this.#plainName, doc);
		await persistence.whenSynced;
		return { doc, close: () => persistence.destroy() };
	}

	async timeToOpenPlain(): Promise<number> {
		const start = performance.now();
		const { doc, close } = await this.openPlain();
		const took = performance.now() - start;
		if (doc.getText(field).toString() !== this.doc.getText(field).toString()) throw new Error('another text');
		await close();
		return took;
	}

	async #seal(changes: Iterable<(doc: Y.Doc) => void>, founding: Frame, key: ChannelKey): Promise<Frame[]> {
		const strand = random(16);
		const document = idBytes(this.document);
		this.doc.clientID = strandClient(document, planChannel, this.#me.publicKey, strand);
		this.doc.on('update', (update: Uint8Array) => this.updates.push(update));
		const frames: Frame[] = [];
		for (const change of changes) {
			this.doc.transact(() => change(this.doc));
			const seq = frames.length;
			const payload = this.updates[seq];
			if (!payload) throw new Error('no update');
			const previous = frames.at(-1)?.id ?? new Uint8Array(32);
			const rosterHeads = [founding.id];
			const clear = new Uint8Array();
			const place = { kind: 'update' as const, document, strand, seq, previous, rosterHeads, clear };
			frames.push(new Frame(await sealEntry(place, { time: seq, heads: [], payload }, key, this.#me)));
		}
		return frames;
	}

	async #store(channel: typeof planChannel, frames: readonly Frame[]): Promise<void> {
		const log = logName({ document: this.document, channel, generation: 0 });
		const { ledger } = await openIndexedDbLedger(log);
		for (let i = 0; i < frames.length; i += 500) await ledger.add(frames.slice(i, i + 500));
		await ledger.close();
	}
}

async function platformHere(): Promise<Platform> {
	return {
		clock: systemClock,
		random,
		subtle: crypto.subtle,
		verify: await bestVerify(crypto.subtle),
		locks: memoryLocks(),
		outbox: memoryOutbox(),
		openLedger: openIndexedDbLedger,
		wipeLedger,
		packing: inlinePacking(),
		linkTo: () => {
			throw new Error('no relay');
		},
		tabs: null,
		stretch: argon2id,
		breathe: () => new Promise((resolve) => setTimeout(resolve))
	};
}
