/** Runs in a real browser: opening a sealed document from IndexedDB against plain Yjs with y-indexeddb, the same updates in both. */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { systemClock } from '#lib/clock.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { found } from '#lib/roster/statement.ts';
import { idBytes, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import type { Platform } from '#lib/session/platform.ts';
import { SealedDocument } from '#lib/session/sealed-document.ts';
import { logName } from '#lib/wire/frame-name.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const field = 'plan/plan/mattersToMe';

export interface OpeningResult {
	readonly ours: number[];
	readonly plain: number[];
}

/** Milliseconds for each round, sealed and plain in turn. */
export async function measureOpening(entries: number, rounds: number): Promise<OpeningResult> {
	const me = await memberKeys(new Secret(random(32)), crypto.subtle);
	const { document, text } = await writeBoth(me, entries);
	const result: OpeningResult = { ours: [], plain: [] };
	for (let round = 0; round < rounds; round++) {
		result.plain.push(await openPlain(text));
		result.ours.push(await openSealed(document, me, text));
	}
	return result;
}

async function openPlain(expected: string): Promise<number> {
	const start = performance.now();
	const doc = new Y.Doc();
	const persistence = new IndexeddbPersistence('bench-plain', doc);
	await persistence.whenSynced;
	const took = performance.now() - start;
	if (doc.getText(field).toString() !== expected) throw new Error('plain opened something else');
	await persistence.destroy();
	return took;
}

async function openSealed(document: DocumentId, me: MemberKeys, expected: string): Promise<number> {
	const platform: Platform = {
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
		breathe: () => new Promise((resolve) => setTimeout(resolve))
	};
	const start = performance.now();
	const opened = await SealedDocument.open({ document, me, relays: [], platform });
	const took = performance.now() - start;
	if (opened.channel(planChannel).doc.getText(field).toString() !== expected) {
		throw new Error('sealed opened something else');
	}
	await opened.close();
	return took;
}

async function writeBoth(me: MemberKeys, entries: number): Promise<{ document: DocumentId; text: string }> {
	const details = { name: 'Bench', relation: 'client' } as const;
	const { frame, keys } = await found({ author: me, details, time: 0, random });
	const document = foundedDocument(frame);
	const key = keys.find(({ channel }) => channel === planChannel);
	if (!key) throw new Error('no key');
	const strand = random(16);
	const writer = new Y.Doc();
	writer.clientID = strandClient(idBytes(document), planChannel, me.publicKey, strand);
	const updates: Uint8Array[] = [];
	writer.on('update', (update: Uint8Array) => updates.push(update));
	const text = writer.getText(field);
	const frames: Frame[] = [];
	for (let seq = 0; seq < entries; seq++) {
		const at = seq % 7 === 0 ? Math.floor((text.length * (seq % 13)) / 13) : text.length;
		writer.transact(() => text.insert(at, 'care '));
		const payload = updates[seq];
		if (!payload) throw new Error('no update');
		const place = {
			kind: 'update' as const,
			document: idBytes(document),
			strand,
			seq,
			previous: frames.at(-1)?.id ?? new Uint8Array(32),
			rosterHeads: [frame.id],
			clear: new Uint8Array()
		};
		frames.push(new Frame(await sealEntry(place, { time: seq, heads: [], payload }, key, me)));
	}
	for (const [channel, list] of [
		[rosterChannel, [frame]],
		[planChannel, frames]
	] as const) {
		const { ledger } = await openIndexedDbLedger(logName({ document, channel, generation: 0 }));
		for (let i = 0; i < list.length; i += 100) await ledger.add(list.slice(i, i + 100));
		await ledger.close();
	}
	await writeRows('bench-plain', updates);
	return { document, text: text.toString() };
}

/** The rows as y-indexeddb writes them, before it merges them into one: the same updates that the entries hold. */
async function writeRows(name: string, updates: readonly Uint8Array[]): Promise<void> {
	const persistence = new IndexeddbPersistence(name, new Y.Doc());
	const { db } = await persistence.whenSynced;
	if (!db) throw new Error('no database');
	const transaction = db.transaction('updates', 'readwrite');
	for (const update of updates) transaction.objectStore('updates').add(update);
	await new Promise((done, failed) => {
		transaction.oncomplete = done;
		transaction.onerror = failed;
	});
	await persistence.destroy();
}

Object.assign(globalThis, { measureOpening });
