/** What a statement says about people, sealed under the roster key: JSON, read with care since any member may have written it. */
import { fromText, toText } from '#lib/seal/frame-bytes.ts';
import { toldLength } from './told.ts';

export const relations = ['client', 'family', 'guardian', 'case-manager', 'provider', 'supervisor'] as const;
export type Relation = (typeof relations)[number];

export interface Details {
	/** The author's name on founding and accepting; whom the invitation is meant for on inviting. */
	readonly name: string;
	readonly relation: Relation;
	/** Where a founder says whose case it is. */
	readonly caseName?: string;
	/** Where somebody accepts who was told a code (`told.ts`). */
	readonly told?: Uint8Array;
}

/** Longest name kept, in UTF-16 units; a longer one is cut where it is read. */
export const longestName = 200;

export function encodeDetails(details: Details): string {
	const { told, ...rest } = details;
	return JSON.stringify({ ...rest, ...(told ? { told: toText(told) } : {}) });
}

/** Never throws: what is missing or malformed becomes an empty name and the relation that may least. */
export function parseDetails(json: string): Details {
	const raw = parsed(json);
	const relation = relations.find((known) => known === raw['relation']) ?? 'provider';
	const caseName = cleanName(raw['caseName']);
	const told = toldIn(raw['told']);
	return {
		name: cleanName(raw['name']),
		relation,
		...(caseName ? { caseName } : {}),
		...(told ? { told } : {})
	};
}

/** One line, no control or direction-override characters, cut to `longestName` without splitting a character. */
export function cleanName(raw: unknown): string {
	if (typeof raw !== 'string') return '';
	const line = raw
		.slice(0, longestName * 4)
		.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
		.trim();
	return line.length <= longestName
		? line
		: line
				.slice(0, longestName)
				.replace(/[\uD800-\uDBFF]$/, '')
				.trimEnd();
}

function toldIn(raw: unknown): Uint8Array | null {
	const told = typeof raw === 'string' && raw.length <= toldLength * 2 ? fromText(raw) : null;
	return told?.length === toldLength ? told : null;
}

function parsed(json: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
