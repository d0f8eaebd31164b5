/**
 * Where an item claims to stand. Words that were typed one after the other are one struct on one device and several on another, and what
 * lay in a deleted type is gone on one and not yet on another: so an item behind a word and before an earlier one, or between items of
 * two types, would come to stand in different places. And what stands under a key is one value: Yjs fails at half of one. Nobody honest
 * makes any of these.
 */
import * as Y from 'yjs';

/** What is known of items that were there before the update. */
export interface Before {
	/** The clock at which the run begins that leads to an item: each of a run has the one before it as origin, which nothing changes. */
	runStart(id: Y.ID): number;
	/** Null if it is not here any more. */
	placeOf(id: Y.ID): Place | null;
}

export interface Place {
	/** Of the type in which an item lies, and the key. */
	readonly name: string;
	readonly isUnderKey: boolean;
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** Whether any item stands where none can. `structs` are one client's, each behind the one before it. */
export function misplaced(structs: readonly Struct[], before: Before = nothingBefore): boolean {
	const doubtful = structs.filter((struct) => struct instanceof Y.Item).filter(isDoubtful);
	if (doubtful.length === 0) return false;
	const update = new Update(structs, before);
	return doubtful.some((item) => update.isApart(item) || update.isPartOfValue(item));
}

/** For one check: remembers what it finds out of the document, which must not change meanwhile. */
export function beforeIn(doc: () => Y.Doc): Before {
	const known = new Map<Struct, number>();
	return {
		runStart: (id) => runStart(doc(), id, known),
		placeOf: (id) => placeIn(doc(), id)
	};
}

const nothingBefore: Before = { runStart: ({ clock }) => clock, placeOf: () => null };

class Update {
	readonly #structs: readonly Struct[];
	readonly #before: Before;
	readonly #starts: number[] = [];
	readonly #places: (Place | null)[] = [];

	constructor(structs: readonly Struct[], before: Before) {
		this.#structs = structs;
		this.#before = before;
		const needsStarts = structs.some(isTurned);
		for (const struct of structs) {
			const leads = needsStarts && continues(struct) ? struct.origin : null;
			const start = leads ? this.#startOf(leads) : struct.id.clock;
			const place = struct instanceof Y.Item ? this.#placeFor(struct) : null;
			this.#starts.push(start);
			this.#places.push(place);
		}
	}

	/** Its neighbours have nothing between them. */
	isApart(item: Y.Item): boolean {
		const { origin, rightOrigin } = item;
		if (!origin || !rightOrigin) return false;
		const [left, right] = [this.#placeOf(origin), this.#placeOf(rightOrigin)];
		if (left && right && left.name !== right.name) return true;
		return isTurned(item) && this.#startOf(origin) <= rightOrigin.clock;
	}

	isPartOfValue(item: Y.Item): boolean {
		return isLong(item) && (this.#placeOf(item.id)?.isUnderKey ?? false);
	}

	#placeFor({ origin, rightOrigin, parent, parentSub }: Y.Item): Place | null {
		const neighbour = origin ?? rightOrigin;
		if (neighbour) return this.#placeOf(neighbour);
		return placeAt(parent as unknown as Y.ID | string, parentSub);
	}

	#startOf(id: Y.ID): number {
		const index = this.#indexOf(id);
		return (index === null ? null : this.#starts[index]) ?? this.#before.runStart(id);
	}

	#placeOf(id: Y.ID): Place | null {
		const index = this.#indexOf(id);
		return index === null ? this.#before.placeOf(id) : (this.#places[index] ?? null);
	}

	/** Null for what was there before. */
	#indexOf({ client, clock }: Y.ID): number | null {
		const first = this.#structs[0]?.id;
		if (first?.client !== client || clock < first.clock) return null;
		let [low, high] = [0, this.#starts.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#structs[middle]?.id.clock ?? Infinity) <= clock) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}

function isDoubtful(item: Y.Item): boolean {
	return (item.origin !== null && item.rightOrigin !== null) || isLong(item);
}

/** Several deleted values of a key are one item again. */
function isLong({ content, length }: Y.Item): boolean {
	return length > 1 && !(content instanceof Y.ContentDeleted);
}

/** Its right neighbour was written before its left one, by the same hand: as when a word is put in front of another. */
function isTurned(struct: Struct): boolean {
	if (!(struct instanceof Y.Item) || !struct.origin || !struct.rightOrigin) return false;
	const { origin, rightOrigin } = struct;
	return origin.client === rightOrigin.client && rightOrigin.clock <= origin.clock;
}

function continues(struct: Struct): struct is Y.Item {
	if (!(struct instanceof Y.Item)) return false;
	const { id, origin } = struct;
	return origin?.client === id.client && origin.clock === id.clock - 1;
}

function runStart(doc: Y.Doc, id: Y.ID, known: Map<Struct, number>): number {
	const structs = structsOf(doc, id);
	let start = structs ? null : id.clock;
	const passed: Struct[] = [];
	for (let at = structs ? Y.findIndexSS(structs, id.clock) : 0; start === null; at--) {
		const struct = structs?.[at];
		if (!struct) return id.clock;
		passed.push(struct);
		start = known.get(struct) ?? (continues(struct) ? null : struct.id.clock);
	}
	for (const struct of passed) known.set(struct, start);
	return start;
}

function placeIn(doc: Y.Doc, id: Y.ID): Place | null {
	const structs = structsOf(doc, id);
	const item = structs?.[Y.findIndexSS(structs, id.clock)];
	if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return null;
	return placeAt(item.parent._item?.id ?? rootName(item.parent), item.parentSub);
}

function structsOf({ store }: Y.Doc, { client, clock }: Y.ID): (Y.Item | Y.GC)[] | null {
	return clock < Y.getState(store, client) ? (store.clients.get(client) ?? null) : null;
}

const rootNames = new WeakMap<Y.AbstractType<unknown>, string>();

function rootName(type: Y.AbstractType<unknown>): string {
	const name = rootNames.get(type) ?? Y.findRootTypeKey(type);
	rootNames.set(type, name);
	return name;
}

function placeAt(parent: Y.ID | string, key: string | null): Place {
	const name = JSON.stringify(
		typeof parent === 'string' ? [parent, key] : [parent.client, parent.clock, key]
	);
	return { name, isUnderKey: key !== null };
}
