import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import { isIsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import { parsePersonKey, personKey } from '#lib/domain/person.ts';
import type { Act } from '#lib/domain/record.ts';
import { isId, isTime } from '#lib/domain/record.ts';

/**
 * The fields of a record that are no texts. They come from other people's devices, which may run a newer version or a
 * hostile one: every read takes any value, and gives the fallback for those it does not understand.
 */
export type Fields = Y.Map<unknown>;

export type FieldValue = string | number | boolean | null | Act;

export function codeField<Code extends string>(
	fields: Fields,
	name: string,
	codes: readonly Code[]
): Code | null {
	const value = fields.get(name);
	return (codes as readonly unknown[]).includes(value) ? (value as Code) : null;
}

export function dateField(fields: Fields, name: string): IsoDate | null {
	const value = fields.get(name);
	return isIsoDate(value) ? value : null;
}

export function amountField(fields: Fields, name: string): number | null {
	const value = fields.get(name);
	return isAmount(value) ? value : null;
}

export function flagField(fields: Fields, name: string): boolean | null {
	const value = fields.get(name);
	return typeof value === 'boolean' ? value : null;
}

export function idField(fields: Fields, name: string): string | null {
	const value = fields.get(name);
	return isId(value) ? value : null;
}

export function personField(fields: Fields, name: string): PersonRef | null {
	return parsePersonKey(fields.get(name));
}

export function actField(fields: Fields, name: string): Act | null {
	return parseAct(fields.get(name));
}

export function parseAct(value: unknown): Act | null {
	if (typeof value !== 'object' || value === null) return null;
	const { at, by } = value as Record<string, unknown>;
	return isTime(at) && isId(by) ? { at, by } : null;
}

export function personValue(ref: PersonRef | null | undefined): string | null | undefined {
	return ref && personKey(ref);
}

/** Writes what differs; fields that are `undefined` stay as they are. */
export function writeFields(fields: Fields, changes: Readonly<Record<string, FieldValue | undefined>>): void {
	for (const [name, value] of Object.entries(changes)) {
		if (value !== undefined && fields.get(name) !== value) fields.set(name, value);
	}
}

/** @throws RangeError, as a date in another form would be written and never shown. */
export function mustBeDate(date: IsoDate | null | undefined): IsoDate | null | undefined {
	if (date === null || date === undefined || isIsoDate(date)) return date;
	throw new RangeError('not a calendar day');
}

/** @throws RangeError, as for dates. */
export function mustBeAmount(amount: number | null | undefined): number | null | undefined {
	if (amount === null || amount === undefined || isAmount(amount)) return amount;
	throw new RangeError('not an amount');
}

function isAmount(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= 1e9;
}
