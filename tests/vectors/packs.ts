/**
 * Vectors of packs: two volumes in a row, the state that they make, entries that are carried, and where a log goes on. What is deflated
 * may come out as other bytes elsewhere: it is only ever read.
 */
import * as Y from 'yjs';
import type { Content, Head } from '#lib/seal/content.ts';
import { deflate } from '#lib/seal/deflate.ts';
import { FrameWriter, joined } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import type { PackKind } from '#lib/seal/frame-pack.ts';
import type { ChannelKey, MemberKeys } from '#lib/seal/keys.ts';
import { sealPack } from '#lib/seal/pack.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { encodeState, volumeHash } from '#lib/seal/state.ts';
import { writeVolume, type Original } from '#lib/seal/volume.ts';
import { joinFrames } from '#lib/wire/frame-list.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const started = 1_760_000_000_000;

/** A strand that writes words into one list. */
class Writer {
	readonly author: MemberKeys;
	readonly strand: Uint8Array;
	readonly originals: Original[] = [];
	readonly #doc: Y.Doc;
	readonly #document: Uint8Array;

	constructor(document: Uint8Array, author: MemberKeys, strand: number, doc: Y.Doc) {
		this.#document = document;
		this.author = author;
		this.strand = filled(16, strand);
		this.#doc = doc;
	}

	async write(words: string, time: number, key: ChannelKey, heads: readonly Head[]): Promise<Original> {
		const last = this.originals.at(-1)?.frame;
		const { author, strand } = this;
		this.#doc.clientID = strandClient(this.#document, key.channel, author.publicKey, strand);
		const before = Y.encodeStateVector(this.#doc);
		this.#doc.getArray('words').push([words]);
		const payload = Y.encodeStateAsUpdate(this.#doc, before);
		const content: Content = { time: started + time, heads, payload };
		const place = {
			kind: 'update' as const,
			document: this.#document,
			strand,
			seq: last ? last.seq + 1 : 0,
			previous: last?.id ?? filled(32, 0),
			rosterHeads: key.epoch > 0 ? [filled(32, 0x21), filled(32, 0x22)] : [filled(32, 0x21)],
			clear: new Uint8Array()
		};
		const original = { frame: new Frame(await sealEntry(place, content, key, author)), content };
		this.originals.push(original);
		return original;
	}
}

export async function packVectors(
	document: Uint8Array,
	[ana, ben]: readonly [MemberKeys, MemberKeys],
	[old, key]: readonly [ChannelKey, ChannelKey]
) {
	const doc = new Y.Doc();
	const [first, second, third] = [
		new Writer(document, ana, 1, doc),
		new Writer(document, ben, 2, doc),
		new Writer(document, ana, 3, doc)
	] as const;
	const hello = await first.write('hello', 0, old, []);
	const there = await second.write('there', 5000, old, [headOf(hello)]);
	const again = await first.write('again', 4000, key, [headOf(there)]);
	const firstVolume = joined(
		filled(32, 0),
		await deflate(writeVolume([hello, there, again], () => undefined))
	);
	const idOf = (client: number, seq: number) =>
		[hello, there, again].find(({ frame }) => frame.client === client && frame.seq === seq)?.frame.id;
	const more = await second.write('more', 9000, key, [headOf(again)]);
	const volume = { client: 0, seq: 0, id: volumeHash(firstVolume) };
	const anew = await third.write('anew', 9001, key, [volume, headOf(more)]);
	const secondVolume = joined(volumeHash(firstVolume), await deflate(writeVolume([more, anew], idOf)));
	const late = await second.write('late', 9500, key, []);

	const last = volumeHash(secondVolume);
	const volumes = [volumeHash(firstVolume), last];
	const covers = [again, more, anew]
		.map(({ frame: { client, seq, id, author } }) => ({ client, count: seq + 1, id, clock: seq + 1, author }))
		.sort((a, b) => a.client - b.client);
	const merged = new Y.Doc();
	for (const { content } of [hello, there, again, more, anew]) Y.applyUpdate(merged, content.payload);
	const state = { generation: 1, volumes, covers, state: Y.encodeStateAsUpdateV2(merged) };
	const seal = async (what: PackKind, content: Uint8Array, strand: number) => {
		const place = { document, strand: filled(16, strand), rosterHeads: [filled(32, 0x21)], time: started };
		const frames = await sealPack({ ...place, what, content }, key, ana);
		return { content: hex(content), frames: frames.map(hex) };
	};
	return {
		document: hex(document),
		channel: key.channel,
		keys: [old, key].map(({ epoch, key: secret }) => ({ epoch, key: hex(secret.reveal()) })),
		volumes: [
			{ ...(await seal('volume', firstVolume, 0x11)), ...volumeVector(firstVolume, [hello, there, again]) },
			{ ...(await seal('volume', secondVolume, 0x12)), ...volumeVector(secondVolume, [more, anew]) }
		],
		state: {
			...(await seal('state', await encodeState(state), 0x13)),
			generation: state.generation,
			volumes: volumes.map(hex),
			covers: covers.map((cover) => ({ ...cover, id: hex(cover.id), author: hex(cover.author) })),
			state: hex(state.state),
			words: merged.getArray('words').toJSON() as string[]
		},
		carried: { ...(await seal('carried', joinFrames([late.frame]), 0x14)), entries: [hex(late.frame.bytes)] },
		next: { ...(await seal('next', new FrameWriter().u32(1).done(), 0x15)), generation: 1 },
		beside: { ...(await seal('beside', last, 0x16)), volume: hex(last) }
	};
}

function volumeVector(content: Uint8Array, originals: readonly Original[]) {
	return { hash: hex(volumeHash(content)), entries: originals.map(({ frame }) => hex(frame.bytes)) };
}

function headOf({ frame: { client, seq, id } }: Original): Head {
	return { client, seq, id };
}
