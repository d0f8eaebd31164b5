/** "Packs", but for a volume's originals. */
import { inflateRawSync } from 'node:zlib';
import { Bytes, must } from './bytes.ts';
import { pack, readEntry, type Content, type Entry } from './entry.ts';
import { H } from './keys.ts';

export interface Label {
	readonly what: 'state' | 'volume' | 'carried' | 'next' | 'beside';
	readonly entries: number;
}

export interface Cover {
	readonly client: number;
	readonly count: number;
	readonly id: Buffer;
	readonly clock: number;
	readonly author: Buffer;
}

export interface State {
	readonly generation: number;
	readonly volumes: readonly Buffer[];
	readonly covers: readonly Cover[];
	readonly state: Buffer;
}

const kinds = ['state', 'volume', 'carried', 'next', 'beside'] as const;

export function readLabel({ kind, clear, seq }: Entry): Label {
	must(kind === pack, 'a pack');
	const read = new Bytes(clear);
	const what = kinds[read.u8() - 1];
	const entries = read.u32();
	read.end();
	must(what !== undefined, 'a kind of pack');
	must(seq < entries && entries <= 32, 'so many entries');
	return { what, entries };
}

/** From all entries of the strand, and what each holds. */
export function contentOf(entries: readonly Entry[], contents: readonly Content[]): Buffer {
	const [first] = entries;
	must(first !== undefined && readLabel(first).entries === entries.length, 'a whole pack');
	must(
		entries.every(({ clear }) => clear.equals(first.clear)),
		'one label'
	);
	must(
		contents.every(({ heads }) => heads.length === 0),
		'no heads'
	);
	return Buffer.concat(contents.map(({ payload }) => payload));
}

export function readState(content: Uint8Array): State {
	const read = new Bytes(inflateRawSync(content));
	const state = {
		generation: read.u32(),
		volumes: read.many(read.u32(), () => read.raw(32)),
		covers: read.many(read.u32(), () => ({
			client: read.u64(),
			count: read.u32(),
			id: read.raw(32),
			clock: read.u64(),
			author: read.raw(32)
		})),
		state: read.part()
	};
	read.end();
	must(
		state.covers.every(({ count }) => count > 0),
		'at least one entry of each strand'
	);
	must(isAscending(state.covers.map(({ client }) => client)), 'strands in order');
	return state;
}

export function readCarried(content: Uint8Array): Entry[] {
	const read = new Bytes(content);
	const entries: Entry[] = [];
	while (!read.isAtEnd) entries.push(readEntry(read.part()));
	return entries;
}

export function readNext(content: Uint8Array): number {
	const read = new Bytes(content);
	const generation = read.u32();
	read.end();
	return generation;
}

export function volumeHash(content: Uint8Array): Buffer {
	return H('roundtable/volume/1', content);
}

function isAscending(numbers: readonly number[]): boolean {
	return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? number));
}
