/** "Originals": every entry of a volume, made anew. */
import { inflateRawSync } from 'node:zlib';
import { Bytes, must, none } from './bytes.ts';
import { clientOf, readEntry, sealAnew, u32, update, type Content, type Entry, type Head } from './entry.ts';
import type { ChannelKey } from './keys.ts';

export interface VolumePlace {
	readonly document: Buffer;
	readonly channel: string;
	readonly keys: readonly ChannelKey[];
	/** Ids of entries that earlier volumes hold, by `placeOf`; what is read here is added. */
	readonly ids: Map<string, Buffer>;
}

export interface Original {
	readonly entry: Entry;
	readonly content: Content;
	/** Whether its signature is there. */
	readonly isLast: boolean;
}

interface Strand {
	readonly author: Buffer;
	readonly strand: Buffer;
	readonly client: number;
	readonly first: number;
	readonly signature: Buffer;
}

export interface Volume {
	readonly before: Buffer;
	readonly originals: readonly Original[];
}

export function placeOf(client: number, seq: number): string {
	return `${client} ${seq}`;
}

export function readVolume(content: Uint8Array, place: VolumePlace): Volume {
	return {
		before: Buffer.from(content.subarray(0, 32)),
		originals: readOriginals(new Bytes(inflateRawSync(content.subarray(32))), place)
	};
}

function readOriginals(read: Bytes, place: VolumePlace): Original[] {
	const { document, channel, ids } = place;
	const count = read.number();
	const strands = read.list(() => {
		const [author, strand] = [read.raw(32), read.raw(16)];
		const client = clientOf(document, channel, author, strand);
		return { author, strand, client, first: read.number(), signature: read.raw(64) };
	});
	const keys = read.list(() => ({ epoch: read.number(), id: read.raw(32) }));
	const rosterHeads = read.list(() => read.list(() => read.raw(32)));
	const [ofStrand, ofKey, ofHeads] = [
		column(read, strands, count),
		column(read, keys, count),
		column(read, rosterHeads, count)
	];
	const times: number[] = [];
	for (let time = 0; times.length < count;) times.push((time += read.signed()));
	const heads = read.many(count, () => read.list(() => readHead(read, strands)));
	const lengths = read.many(count, () => read.number());
	const originals = ofStrand.map((strand, i): Original => {
		const seq = strand.first + ofStrand.slice(0, i).filter((one) => one === strand).length;
		const cited = (heads[i] ?? []).map(({ client, seq: at, id }) => ({
			client,
			seq: at,
			id: id ?? idAt(ids, client, at)
		}));
		const made: Content = { time: times[i] ?? 0, heads: cited, payload: read.raw(lengths[i] ?? 0) };
		const isLast = !ofStrand.slice(i + 1).includes(strand);
		const previous = seq === 0 ? none : idAt(ids, strand.client, seq - 1);
		const key = place.keys.find(({ epoch, id }) => epoch === ofKey[i]?.epoch && id.equals(ofKey[i].id));
		must(key !== undefined, 'a key that was given');
		const header = headerOf({
			...strand,
			document,
			channel,
			key,
			seq,
			previous,
			rosterHeads: ofHeads[i] ?? []
		});
		const signature = isLast ? strand.signature : Buffer.alloc(64);
		const entry = readEntry(Buffer.concat([sealAnew(header, made, key.key), signature]));
		ids.set(placeOf(entry.client, seq), entry.id);
		return { entry, content: made, isLast };
	});
	read.end();
	return originals;
}

function column<T>(read: Bytes, list: readonly T[], count: number): T[] {
	const members: T[] = [];
	while (members.length < count) {
		const member = list[read.number()];
		must(member !== undefined, 'a member of the list');
		members.push(...read.many(read.number(), () => member));
	}
	must(members.length === count, 'one for each entry');
	return members;
}

type NamedHead = Omit<Head, 'id'> & { readonly id: Buffer | null };

function readHead(read: Bytes, strands: readonly Strand[]): NamedHead {
	const how = read.number();
	if (how === 0) return { client: read.number(), seq: read.number(), id: read.raw(32) };
	if (how === 1) return { client: read.number(), seq: read.number(), id: null };
	const strand = strands[how - 2];
	must(strand !== undefined, 'a strand of this volume');
	return { client: strand.client, seq: read.number(), id: null };
}

function idAt(ids: ReadonlyMap<string, Buffer>, client: number, seq: number): Buffer {
	const id = ids.get(placeOf(client, seq));
	must(id !== undefined, 'an entry that stands before');
	return id;
}

interface Header {
	readonly document: Buffer;
	readonly channel: string;
	readonly key: ChannelKey;
	readonly author: Buffer;
	readonly strand: Buffer;
	readonly seq: number;
	readonly previous: Buffer;
	readonly rosterHeads: readonly Buffer[];
}

function headerOf({ document, channel, key, author, strand, seq, previous, rosterHeads }: Header): Buffer {
	return Buffer.concat([
		Buffer.of(1, update),
		document,
		Buffer.of(channel.length),
		Buffer.from(channel),
		u32(key.epoch),
		key.id,
		author,
		strand,
		u32(seq),
		previous,
		Buffer.of(rosterHeads.length),
		...rosterHeads,
		u32(0)
	]);
}
