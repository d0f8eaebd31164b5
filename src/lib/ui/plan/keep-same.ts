/**
 * The same content as `after`, made of the parts of `before` wherever those say the same: what has not changed is the
 * same object as last time, and nothing on screen that shows it is touched. Plain data only, as a plan is.
 */
export function keepSame<V>(before: V | undefined, after: V): V {
	if (before === undefined || Object.is(before, after)) return after;
	if (Array.isArray(before) && Array.isArray(after)) return keepList(before, after) as V;
	if (isRecord(before) && isRecord(after)) return keepRecord(before, after) as V;
	return after;
}

function keepList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
	const known = new Map(before.flatMap((part) => (isNamed(part) ? [[part.id, part] as const] : [])));
	const parts = after.map((part, index) =>
		keepSame(isNamed(part) ? known.get(part.id) : before[index], part)
	);
	const same = parts.length === before.length && parts.every((part, index) => Object.is(part, before[index]));
	return same ? before : parts;
}

function keepRecord(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>
): unknown {
	const names = Object.keys(after);
	const parts: Record<string, unknown> = {};
	let same = names.length === Object.keys(before).length;
	for (const name of names) {
		parts[name] = keepSame(before[name], after[name]);
		same &&= Object.is(parts[name], before[name]);
	}
	return same ? before : parts;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parts of a list that are known again by their id, wherever they stand now. */
function isNamed(value: unknown): value is { readonly id: unknown } {
	return isRecord(value) && 'id' in value;
}
