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
	const parts = after.map((part, index) => {
		const there = before[index];
		const moved = isNamed(part) && !(isNamed(there) && there.id === part.id);
		return keepSame(moved ? known.get(part.id) : there, part);
	});
	const same = parts.length === before.length && parts.every((part, index) => Object.is(part, before[index]));
	return same ? before : parts;
}

function keepRecord(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> {
	const parts = Object.entries(after).map(
		([name, part]) => [name, keepSame(own(before, name), part)] as const
	);
	const same =
		parts.length === Object.keys(before).length &&
		parts.every(([name, part]) => Object.hasOwn(before, name) && Object.is(part, before[name]));
	return same ? before : Object.fromEntries(parts);
}

function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parts of a list that are known again by their id, wherever they stand now. */
function isNamed(value: unknown): value is { readonly id: unknown } {
	return isRecord(value) && 'id' in value;
}
