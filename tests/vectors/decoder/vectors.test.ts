/** The committed vectors, read by the second decoder. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { hex } from './bytes.ts';
import { readBackup, readDraft, readToken } from './device.ts';
import { openEntry, readEntry, isSound } from './entry.ts';
import { keyOf, memberOf, memberOfLink, openBox, openPast, provesTold } from './keys.ts';
import { readLink } from './link.ts';
import { readVolume } from './originals.ts';
import { contentOf, readCarried, readLabel, readNext, readState, volumeHash } from './pack.ts';
import { provesAccept, provesReplace, readSkeleton } from './statement.ts';
import backup from '../backup.json' with { type: 'json' };
import box from '../box.json' with { type: 'json' };
import draft from '../draft.json' with { type: 'json' };
import entries from '../entries.json' with { type: 'json' };
import link from '../link.json' with { type: 'json' };
import packs from '../packs.json' with { type: 'json' };
import skeletons from '../skeletons.json' with { type: 'json' };
import structs from '../structs.json' with { type: 'json' };
import token from '../token.json' with { type: 'json' };
import told from '../told.json' with { type: 'json' };

const bytes = (text: string) => Buffer.from(text, 'hex');

const packKeys = packs.keys.map(({ epoch, key }) => keyOf(packs.channel, epoch, bytes(key)));
const packKey = (epoch: number) =>
	packKeys.find((key) => key.epoch === epoch) ?? keyOf('', 0, Buffer.alloc(32));

describe('the second decoder reads', () => {
	it.each(entries)('the entry of kind $kind with seq $seq', (of) => {
		const entry = readEntry(bytes(of.frame));
		const key = keyOf(of.channel, of.epoch, bytes(of.key));
		expect(isSound(entry)).toBe(true);
		expect(plain(openEntry(entry, key))).toEqual(of.content);
		expect(['update', 'pack', 'presence', 'statement'][entry.kind - 1]).toBe(of.kind);
		const { id, belongsTo, client, document, strand, previous, rosterHeads, clear, author } = entry;
		expect(plain({ id, belongsTo, client, document, strand, previous, rosterHeads, clear })).toEqual({
			id: of.id,
			belongsTo: of.belongsTo,
			client: of.client,
			document: of.document,
			strand: of.strand,
			previous: of.previous,
			rosterHeads: of.rosterHeads,
			clear: of.clear
		});
		expect(Buffer.from(memberOf(bytes(of.authorSeed)).publicKey)).toEqual(author);
	});

	it.each(skeletons.skeletons)('the skeleton of type $type', (of) => {
		expect(plain(readSkeleton(bytes(of.bytes)))).toEqual(of.fields);
	});

	it('proofs', () => {
		const { accept, replace } = skeletons;
		const [invitation, ...parts] = [
			memberOfLink(bytes(accept.invitationSecret)).publicKey,
			...[accept.document, accept.invite, accept.author, accept.boxKey].map(bytes)
		];
		expect(provesAccept(bytes(accept.proof), invitation, ...parts)).toBe(true);
		const stated = skeletons.skeletons.find(({ type }) => type === 'replace');
		const { proof, signKey } = readSkeleton(bytes(stated?.bytes ?? ''));
		if (!proof || !signKey) throw new Error('a replacement has both');
		const { document, seat, author, boxKey } = replace;
		const said = [document, seat, author, replace.signKey, boxKey].map(bytes);
		expect(provesReplace(proof, signKey, ...said)).toBe(true);
	});

	it('the proof that somebody was told a code', () => {
		const [inviter, newcomer] = [told.inviterSeed, told.newcomerSeed].map((seed) => memberOf(bytes(seed)));
		if (!inviter || !newcomer) throw new Error('two people');
		const seat = [bytes(told.document), bytes(told.invite), newcomer.publicKey, newcomer.box.publicKey];
		expect(provesTold(bytes(told.proof), told.code, inviter, ...seat)).toBe(true);
		expect(provesTold(bytes(told.proof), '407321', inviter, ...seat)).toBe(false);
	});

	it('boxes, and the past under a new key', () => {
		const opened = openBox(bytes(box.box), memberOf(bytes(box.recipientSeed)));
		expect(opened.map(({ channel, epoch, key }) => ({ channel, epoch, key: hex(key) }))).toEqual(box.keys);
		const { old, keys, past } = skeletons.rotations;
		const next = keyOf('roster', 1, bytes(keys[0]?.key ?? ''));
		const { id } = keyOf('roster', 0, bytes(old));
		const opening = { channel: 'roster', epoch: 0, keyId: id, sealed: bytes(past) };
		expect(hex(openPast(opening, next).key)).toBe(old);
	});

	it.each([
		['volume', packs.volumes[0]],
		['volume', packs.volumes[1]],
		['state', packs.state],
		['carried', packs.carried],
		['next', packs.next],
		['beside', packs.beside]
	])('a pack of a %s', (what, of) => {
		const entries = of?.frames.map((frame) => readEntry(bytes(frame))) ?? [];
		expect(entries.map((entry) => readLabel(entry).what)).toEqual([what]);
		expect(entries.every(isSound)).toBe(true);
		const contents = entries.map((entry) => openEntry(entry, packKey(entry.epoch)));
		expect(hex(contentOf(entries, contents))).toBe(of?.content);
	});

	it('volumes: every entry of them', () => {
		const ids = new Map<string, Buffer>();
		const place = { document: bytes(packs.document), channel: packs.channel, keys: packKeys, ids };
		for (const [i, { content, hash, entries: written }] of packs.volumes.entries()) {
			expect(hex(volumeHash(bytes(content)))).toBe(hash);
			const { before, originals } = readVolume(bytes(content), place);
			expect(hex(before)).toBe(packs.volumes[i - 1]?.hash ?? '00'.repeat(32));
			expect(originals.map(({ entry }) => hex(entry.bytes.subarray(0, -64)))).toEqual(
				written.map((frame) => frame.slice(0, -128))
			);
			const lasts = originals.filter(({ isLast }) => isLast).map(({ entry }) => entry);
			expect(lasts.every(isSound)).toBe(true);
			expect(lasts.every(({ bytes: last }) => written.includes(hex(last)))).toBe(true);
		}
	});

	it('a state, and what was carried, where a log goes on, and what lies beside it', () => {
		const { generation, volumes, covers, state, words } = packs.state;
		expect(plain(readState(bytes(packs.state.content)))).toEqual({ generation, volumes, covers, state });
		const doc = new Y.Doc();
		Y.applyUpdateV2(doc, bytes(state));
		expect(doc.getArray('words').toJSON()).toEqual(words);
		const carried = readCarried(bytes(packs.carried.content));
		expect(carried.map((entry) => hex(entry.bytes))).toEqual(packs.carried.entries);
		expect(readNext(bytes(packs.next.content))).toBe(packs.next.generation);
		expect(packs.beside.content).toBe(packs.beside.volume);
	});

	it('the structs of a sealed log', () => {
		const written = structs.frames.map((frame) => readEntry(bytes(frame)));
		const update = Y.decodeUpdate(bytes(structs.update));
		expect(update.ds.clients.size).toBe(0);
		for (const [i, { client, seq, bytes: frame }] of written.entries()) {
			const struct = update.structs[i];
			if (!(struct instanceof Y.Item)) throw new Error('an item');
			expect(struct.id).toMatchObject({ client, clock: seq });
			expect(struct.rightOrigin).toBeNull();
			if (seq === 0) expect(struct.parent).toBe(`${client}`);
			else expect(struct.origin).toMatchObject({ client, clock: seq - 1 });
			expect(struct.content.getContent().map((of) => hex(of as Uint8Array))).toEqual([hex(frame)]);
		}
	});

	it('drafts, backups and the token', () => {
		expect(readDraft(bytes(draft.draft), bytes(draft.key)).map(hex)).toEqual(draft.updates);
		const parts = readBackup(bytes(backup.file), bytes(backup.words));
		expect(plain(parts)).toEqual(backup.parts);
		expect(readToken(token.token, token.address, token.log)).toEqual({
			publicKey: Buffer.from(memberOf(bytes(token.seed)).publicKey),
			nonce: bytes(token.nonce)
		});
	});

	it('the invitation link', () => {
		const { document, invite, secret, expiry, relays } = readLink(link.link);
		expect(document.toString('base64url')).toBe(link.document);
		expect(invite.toString('base64url')).toBe(link.invite);
		expect({ secret: hex(secret), expiry, relays }).toEqual({
			secret: link.secret,
			expiry: link.expiry,
			relays: link.relays
		});
		expect(hex(memberOfLink(secret).publicKey)).toBe(link.publicKey);
	});
});

/** Bytes as hexadecimal, maps as pairs. */
function plain(value: unknown): unknown {
	if (value instanceof Uint8Array) return hex(value);
	if (value instanceof Map) return [...(value as Map<string, unknown>)];
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, plain(of)]));
}
