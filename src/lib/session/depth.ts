/**
 * How deep an update nests types and values. Yjs deletes and collects types, and decodes values, by recursion: what is nested some
 * thousand deep ends in an error on one device and not on another, so a few dozen are the most that anyone takes.
 */
import * as Y from 'yjs';

/** Of an item that is there before the update. */
export type DepthOf = (id: Y.ID) => number;

/** Records lie at 1 and their fields at 2. */
const deepest = 32;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** `structs` are one client's, each behind the one before it. */
export function tooDeep(structs: readonly Struct[], depthOf: DepthOf = () => 1): boolean {
	if (!structs.some(nestsType)) return false;
	const depths: number[] = [];
	for (const struct of structs) {
		const depth = struct instanceof Y.Item ? depthIn(struct, structs, depths, depthOf) : 0;
		if (depth > deepest) return true;
		depths.push(depth);
	}
	return false;
}

/** How deep an item of a document lies; no deeper than is asked for here. */
export function depthInDoc(doc: Y.Doc, { client, clock }: Y.ID): number {
	const structs = doc.store.clients.get(client);
	const struct =
		structs && clock < Y.getState(doc.store, client) ? structs[Y.findIndexSS(structs, clock)] : null;
	let depth = 0;
	let parent: unknown = struct instanceof Y.Item ? struct.parent : null;
	while (parent instanceof Y.AbstractType && depth <= deepest) {
		depth += 1;
		parent = parent._item?.parent;
	}
	return depth;
}

/** Whether what an item holds of plain values is nested too deep. */
export function valuesTooDeep({ content }: Y.Item): boolean {
	if (content instanceof Y.ContentAny) return nestedBeyond(content.arr);
	if (content instanceof Y.ContentJSON) return nestedBeyond(content.arr);
	if (content instanceof Y.ContentEmbed) return nestedBeyond([content.embed]);
	return content instanceof Y.ContentFormat && nestedBeyond([content.value]);
}

function nestsType(struct: Struct): boolean {
	return struct instanceof Y.Item && struct.content instanceof Y.ContentType && !isRoot(struct.parent);
}

/** An item that names no parent lies where its neighbour lies. */
function depthIn(
	item: Y.Item,
	structs: readonly Struct[],
	depths: readonly number[],
	depthOf: DepthOf
): number {
	const parent: unknown = item.parent;
	if (isRoot(parent)) return 1;
	const of = (id: Y.ID) => {
		const first = structs[0]?.id;
		return first?.client === id.client && id.clock >= first.clock
			? (depths[indexAt(structs, id.clock, depths.length)] ?? 0)
			: depthOf(id);
	};
	if (parent instanceof Y.ID) return of(parent) + 1;
	const neighbour = item.origin ?? item.rightOrigin;
	return neighbour ? of(neighbour) : 1;
}

function isRoot(parent: unknown): boolean {
	return typeof parent === 'string';
}

function indexAt(structs: readonly Struct[], clock: number, count: number): number {
	let [low, high] = [0, count - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((structs[middle]?.id.clock ?? Infinity) <= clock) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Level by level, so that a check on depth needs none itself. */
function nestedBeyond(values: readonly unknown[]): boolean {
	let level = values.filter(isNested);
	for (let depth = 0; level.length > 0; depth++) {
		if (depth >= deepest || level.some(inheritsFromOutside)) return true;
		level = level.flatMap((value) => Object.values(value) as unknown[]).filter(isNested);
	}
	return false;
}

/** The key `__proto__`, as lib0 reads it, makes what came over the wire the object's own prototype: no list of values shows it. */
function inheritsFromOutside(value: object): boolean {
	const from: unknown = Object.getPrototypeOf(value);
	return from !== (Array.isArray(value) ? Array.prototype : Object.prototype);
}

function isNested(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
