/**
 * The shape of an update, checked before it is applied: plain Yjs trusts every byte, so an update could delete words not yet written,
 * write under another's client id, or hang as pending for ever.
 */
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { tooDeep, valuesTooDeep, type DepthOf } from './depth.ts';
import { leapsTooOften } from './leaps.ts';
import { misplaced, type Before } from './place.ts';

export type ShapeFault =
	| 'unreadable'
	/** Structs of another client, of no length or a giant one, not from the strand's next clock on, or with gaps. */
	| 'clock'
	| 'subdocument'
	/** Types or values nested so deep that a device could run out of stack. */
	| 'depth'
	/** An origin, parent or deletion that the author cannot have known by what they cite. */
	| 'unknown-reference'
	/** Where no item can stand: it would come to different places on different devices, or fail them. */
	| 'place'
	/** So many items in places of their own that it would be slow to apply. */
	| 'leaps'
	/** Not an append of items to the author's own list, in a channel where each only adds. */
	| 'not-append';

export interface ShapeRule {
	/** The strand's client id, and its clock before this update. */
	readonly client: number;
	readonly clock: number;
	/** The clock up to which the author, by their cited heads, knew another strand; 0 for one they had not seen. */
	knownClock(client: number): number;
	/** How deep an item lies that the author knew: 1 directly in a root type. Without it, all lie there. */
	readonly depthOf?: DepthOf;
	/** Where items lie that the author knew. Without it, nothing is asked of those. */
	readonly before?: Before;
	/** True in `talk`: each author pushes to the root array named for their strand, and nothing is deleted. */
	readonly appendOnly: boolean;
}

export type Shape =
	| { readonly kind: 'sound'; readonly clock: number }
	| { readonly kind: 'unsound'; readonly fault: ShapeFault };

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** The strand's clock after the update, or what is wrong with it. Never throws on hostile bytes. */
export function checkShape(update: Uint8Array, rule: ShapeRule): Shape {
	let decoded: Decoded;
	try {
		decoded = Y.decodeUpdate(update);
	} catch {
		return unsound('unreadable');
	}
	if (!inOneSection(update)) return unsound('clock');
	let clock = rule.clock;
	for (const struct of decoded.structs) {
		if (struct instanceof Y.Skip || struct.id.client !== rule.client || struct.id.clock !== clock) {
			return unsound('clock');
		}
		const fault = struct instanceof Y.Item ? itemFault(struct, rule) : rule.appendOnly ? 'not-append' : null;
		if (fault) return unsound(fault);
		if (struct.length < 1) return unsound('clock');
		clock += struct.length;
		if (!Number.isSafeInteger(clock)) return unsound('clock');
	}
	if (tooDeep(decoded.structs, rule.depthOf)) return unsound('depth');
	if (leapsTooOften(decoded.structs)) return unsound('leaps');
	if (misplaced(decoded.structs, rule.before)) return unsound('place');
	const deletion = deletionFault(decoded.ds, rule, clock);
	return deletion ? unsound(deletion) : { kind: 'sound', clock };
}

/** Yjs reads any number of sections, and when it applies them keeps only a client's last: the structs behind the first would hang. */
function inOneSection(update: Uint8Array): boolean {
	return decoding.readVarUint(decoding.createDecoder(update)) <= 1;
}

function itemFault(item: Y.Item, rule: ShapeRule): ShapeFault | null {
	if (item.content instanceof Y.ContentDoc) return 'subdocument';
	if (valuesTooDeep(item)) return 'depth';
	if (rule.appendOnly) return isAppend(item, rule.client) ? null : 'not-append';
	const before = (id: Y.ID | null) => id === null || id.clock < limit(id.client, item.id.clock, rule);
	const parent: unknown = item.parent;
	return before(item.origin) && before(item.rightOrigin) && before(parent instanceof Y.ID ? parent : null)
		? null
		: 'unknown-reference';
}

function isAppend(item: Y.Item, client: number): boolean {
	if (!(item.content instanceof Y.ContentAny) || item.rightOrigin || item.parentSub !== null) return false;
	const { clock } = item.id;
	if (clock === 0) return item.origin === null && (item.parent as unknown) === String(client);
	return item.origin?.client === client && item.origin.clock === clock - 1;
}

function deletionFault(ds: Decoded['ds'], rule: ShapeRule, ownClock: number): ShapeFault | null {
	for (const [client, ranges] of ds.clients) {
		if (rule.appendOnly) return 'not-append';
		const end = limit(client, ownClock, rule);
		for (const range of ranges) {
			if (range.len < 1 || range.clock + range.len > end) return 'unknown-reference';
		}
	}
	return null;
}

function limit(client: number, ownClock: number, rule: ShapeRule): number {
	return client === rule.client ? ownClock : rule.knownClock(client);
}

function unsound(fault: ShapeFault): Shape {
	return { kind: 'unsound', fault };
}
