import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/**
 * Lists are ordered by a key on each record, so that two people can reorder at once without either list being
 * replaced. Equal keys (two people adding at the end) stand in the order of their ids.
 */
export interface Ordered {
	readonly id: string;
	readonly key: string;
}

/** A stored key as something that can be sorted: whatever is no key goes last. */
export function sortKey(value: unknown): string {
	return typeof value === 'string' && /^[A-Za-z][0-9A-Za-z]{0,199}$/.test(value) ? value : last;
}

export function byOrder(a: Ordered, b: Ordered): number {
	if (a.key !== b.key) return a.key < b.key ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}

/** A key that comes after all of these. */
export function keyAfter(keys: Iterable<string>): string {
	let highest: string | null = null;
	for (const key of keys) if ((highest === null || key > highest) && isKey(key)) highest = key;
	return generateKeyBetween(highest, null);
}

/**
 * The new keys that make a list stand in the order given, by index: one for the `moved` item, and for as few others
 * as possible, where keys are equal or broken and nothing fits between them.
 */
export function keysFor(keys: readonly string[], moved: number): Map<number, string> {
	const fresh = new Map<number, string>();
	let left: string | null = null;
	let waiting: number[] = [];
	const fill = (right: string | null): void => {
		generateNKeysBetween(left, right, waiting.length).forEach((key, n) =>
			fresh.set(waiting[n] as number, key)
		);
		waiting = [];
	};
	keys.forEach((key, index) => {
		if (index === moved || !isKey(key) || (left !== null && key <= left)) {
			waiting.push(index);
			return;
		}
		fill(key);
		left = key;
	});
	fill(null);
	return fresh;
}

/** Sorts behind every key, as `~` comes after `z`. */
const last = '~';

function isKey(key: string): boolean {
	if (key === last) return false;
	try {
		generateKeyBetween(key, null);
		return true;
	} catch {
		return false;
	}
}
