import type { RecordRef } from './record.ts';
import { isId, isRecordKind } from './record.ts';

/** What a comment is about: a record of the plan, or one field of it. */
export interface Anchor extends RecordRef {
	readonly field?: string;
}

/** One field of a record. */
export type FieldAnchor = Anchor & { readonly field: string };

/** One string for one anchor, to compare by and to use as a key. */
export function anchorKey({ record, id, field }: Anchor): string {
	return field === undefined ? `${record}/${id}` : `${record}/${id}/${field}`;
}

export function parseAnchor(value: unknown): Anchor | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { record, id, field } = value as Record<string, unknown>;
	if (!isRecordKind(record) || !isId(id)) return undefined;
	if (field === undefined) return { record, id };
	return isId(field) ? { record, id, field } : undefined;
}
