/** States of a channel as bytes: merged from updates, and compared whatever the order in which these came. */
import type * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { channelDoc } from './channel-doc.ts';

/**
 * The state (Yjs, V2) of a document that holds the state `before` and these updates (Yjs, V1). Throws if one of them builds upon what
 * is not there.
 */
export function mergeState(before: Uint8Array | null, updates: readonly Uint8Array[]): Uint8Array {
	const doc = channelDoc();
	doc.transact(() => {
		if (before) showState(doc, before, null);
		for (const update of updates) Y.applyUpdate(doc, update);
	});
	if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('something is missing');
	return Y.encodeStateAsUpdateV2(doc);
}

/**
 * Whether two states (Yjs, V2) are of the same document. Yjs merges what stands side by side as it happens to come, so their bytes may
 * differ: what is compared is each unit of each client, and what is deleted. False for bytes that are no state. Never throws.
 */
export function sameState(one: Uint8Array, other: Uint8Array): boolean {
	try {
		const [left, right] = [decode(one), decode(other)];
		if (!left || !right || !sameDeletions(left.deleted, right.deleted)) return false;
		if (left.structs.size !== right.structs.size) return false;
		return [...left.structs].every(([client, structs]) =>
			sameUnits(structs, right.structs.get(client) ?? [])
		);
	} catch {
		return false;
	}
}

/** Applies a state of unknown origin. Throws if it is none. */
export function showState(doc: Y.Doc, state: Uint8Array, origin: unknown): void {
	Y.applyUpdateV2(doc, state, origin, BoundedDecoder);
}

/** Yjs's columns of repeated values never run out: a few bytes could claim billions of structs, and each takes some memory. */
class BoundedDecoder extends Y.UpdateDecoderV2 {
	#left: number;

	constructor(decoder: decoding.Decoder) {
		super(decoder);
		this.#left = 2_000_000 + decoder.arr.length;
	}

	override readInfo(): number {
		this.#left -= 1;
		if (this.#left < 0) throw new Error('more structs than there can be');
		return super.readInfo();
	}
}

interface Decoded {
	readonly structs: ReadonlyMap<number, readonly Y.AbstractStruct[]>;
	readonly deleted: ReadonlyMap<number, readonly Range[]>;
}

interface Range {
	readonly clock: number;
	readonly len: number;
}

/** Null for what is not whole: every client's structs begin at 0 and leave no gap. */
function decode(state: Uint8Array): Decoded | null {
	const { structs, ds } = Y.decodeUpdateV2(state, BoundedDecoder);
	const byClient = new Map<number, Y.AbstractStruct[]>();
	const next = new Map<number, number>();
	for (const struct of structs) {
		const { client, clock } = struct.id;
		if (struct instanceof Y.Skip || struct.length < 1 || clock !== (next.get(client) ?? 0)) return null;
		next.set(client, clock + struct.length);
		const list = byClient.get(client);
		if (list) list.push(struct);
		else byClient.set(client, [struct]);
	}
	const deleted = new Map([...ds.clients].map(([client, ranges]) => [client, merged(ranges)]));
	return { structs: byClient, deleted };
}

function merged(ranges: readonly Range[]): Range[] {
	const whole: { clock: number; len: number }[] = [];
	for (const { clock, len } of [...ranges].sort((a, b) => a.clock - b.clock)) {
		const last = whole.at(-1);
		if (last && clock <= last.clock + last.len) last.len = Math.max(last.len, clock + len - last.clock);
		else whole.push({ clock, len });
	}
	return whole;
}

function sameDeletions(one: Decoded['deleted'], other: Decoded['deleted']): boolean {
	return (
		one.size === other.size &&
		[...one].every(([client, ranges]) => {
			const others = other.get(client) ?? [];
			const same = ({ clock, len }: Range, i: number) => others[i]?.clock === clock && others[i].len === len;
			return ranges.length === others.length && ranges.every(same);
		})
	);
}

/** Walks both in step, cutting each struct where the other's ends. */
function sameUnits(one: readonly Y.AbstractStruct[], other: readonly Y.AbstractStruct[]): boolean {
	let [i, j, clock] = [0, 0, 0];
	for (;;) {
		const [left, right] = [one[i], other[j]];
		if (!left || !right) return !left && !right;
		const ends = [left.id.clock + left.length, right.id.clock + right.length] as const;
		const end = Math.min(...ends);
		if (!sameSpan(left, right, clock, end)) return false;
		if (ends[0] === end) i++;
		if (ends[1] === end) j++;
		clock = end;
	}
}

function sameSpan(one: Y.AbstractStruct, other: Y.AbstractStruct, from: number, to: number): boolean {
	if (!(one instanceof Y.Item) || !(other instanceof Y.Item)) {
		return one instanceof Y.GC && other instanceof Y.GC;
	}
	const origin = originAt(one, from);
	if (!sameId(origin, originAt(other, from)) || !sameId(one.rightOrigin, other.rightOrigin)) return false;
	// Beside a neighbour, the parent is the neighbour's and is not told.
	const isFirst = origin === null && one.rightOrigin === null;
	if (isFirst && !(sameParent(one.parent, other.parent) && one.parentSub === other.parentSub)) return false;
	return sameContent(one.content, other.content, [from - one.id.clock, from - other.id.clock, to - from]);
}

type Id = Pick<Y.ID, 'client' | 'clock'>;

function originAt({ id, origin }: Y.Item, clock: number): Id | null {
	return clock === id.clock ? origin : { client: id.client, clock: clock - 1 };
}

function sameId(one: Id | null, other: Id | null): boolean {
	return one?.client === other?.client && one?.clock === other?.clock;
}

/** As decoded: an item's id, or a root's name. */
function sameParent(one: unknown, other: unknown): boolean {
	return one instanceof Y.ID && other instanceof Y.ID ? sameId(one, other) : one === other;
}

type Content = Y.Item['content'];

/** Offsets into each, and the length. */
type Span = readonly [number, number, number];

function sameContent(one: Content, other: Content, [at, otherAt, length]: Span): boolean {
	if (one.constructor !== other.constructor) return false;
	if (one instanceof Y.ContentString && other instanceof Y.ContentString) {
		return one.str.slice(at, at + length) === other.str.slice(otherAt, otherAt + length);
	}
	if (one instanceof Y.ContentDeleted) return true;
	if (one instanceof Y.ContentFormat && other instanceof Y.ContentFormat) {
		return one.key === other.key && sameValue(one.value, other.value);
	}
	if (one instanceof Y.ContentType && other instanceof Y.ContentType) {
		return one.type.constructor === other.type.constructor && nodeName(one.type) === nodeName(other.type);
	}
	return sameValue(valuesOf(one).slice(at, at + length), valuesOf(other).slice(otherAt, otherAt + length));
}

function nodeName(type: unknown): string | null {
	if (type instanceof Y.XmlHook) return type.hookName;
	return type instanceof Y.XmlElement ? type.nodeName : null;
}

function valuesOf(content: Content): readonly unknown[] {
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
	if (content instanceof Y.ContentBinary) return [content.content];
	if (content instanceof Y.ContentEmbed) return [content.embed];
	throw new Error('no content of a channel');
}

/** What Yjs can hold: JSON, undefined, big integers and bytes. */
function sameValue(one: unknown, other: unknown): boolean {
	if (Object.is(one, other)) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
	if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
	const [keys, others] = [Object.keys(one), Object.keys(other)];
	return (
		keys.length === others.length &&
		keys.every(
			(key) =>
				Object.hasOwn(other, key) &&
				sameValue((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key])
		)
	);
}
