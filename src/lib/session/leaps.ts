/**
 * How often an update goes on elsewhere than behind its own last word. To find the place of such an item Yjs passes over all that may
 * stand between its neighbours, at worst the whole of a long text: so an entry leaps only so often, and who has more to write makes
 * several entries.
 */
import * as Y from 'yjs';

export const mostLeaps = 100;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** `structs` are one client's, each behind the one before it. */
export function leapsTooOften(structs: readonly Struct[]): boolean {
	const leaps = new Leaps();
	for (const struct of structs) leaps.add(struct);
	return leaps.count > mostLeaps;
}

/** Of one update, struct by struct. */
export class Leaps {
	/** Clocks of the types that the update makes. */
	readonly #types = new Set<number>();
	/** Of these types, the keys that hold something; null in a list. */
	readonly #held = new Set<string>();
	#last: Struct | null = null;
	#count = 0;

	get count(): number {
		return this.#count;
	}

	add(struct: Struct): void {
		if (struct instanceof Y.Item && !this.#followsLast(struct) && !this.#isFirstIn(struct)) this.#count += 1;
		if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) this.#types.add(struct.id.clock);
		this.#last = struct;
	}

	/** Nobody can have put anything there. */
	#followsLast({ id, origin }: Y.Item): boolean {
		return this.#last !== null && origin?.client === id.client && origin.clock === id.clock - 1;
	}

	/** Nothing is there that it could stand before or behind. */
	#isFirstIn({ id, origin, rightOrigin, parent, parentSub }: Y.Item): boolean {
		const type: unknown = parent;
		if (origin || rightOrigin || !(type instanceof Y.ID)) return false;
		if (type.client !== id.client || !this.#types.has(type.clock)) return false;
		const place = JSON.stringify([type.clock, parentSub]);
		const isFirst = !this.#held.has(place);
		this.#held.add(place);
		return isFirst;
	}
}
