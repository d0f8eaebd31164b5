/** This person's seats: one vault record for each sealed document they belong to, with the secret that makes them its member. */
import { parseDocumentId, fromText, fromUtf8, toText, utf8, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { NotRead, Reading, Stored, Vault } from '#lib/vault/vault.ts';
import { readLost, type LostWords } from './lost-words.ts';
import type { Looked } from '#lib/domain/change.ts';
import { stages, type Stage } from '#lib/domain/stage.ts';

export interface Seat {
	readonly document: DocumentId;
	/** 32 bytes, from which the member's keys are derived. */
	readonly seed: Secret;
	/** Origins of the relays that keep the document; none for a case that lives on this device only. */
	readonly relays: readonly string[];
	/** The case whose circle it is; null for a case. */
	readonly of: DocumentId | null;
	/** Milliseconds since 1970; 0 in a seat of an earlier version. */
	readonly joinedAt: number;
	/** Taken by somebody else than the person whose device this is: it stays on this device. */
	readonly ofAnother: boolean;
	/** The made-up case, marked as such everywhere. */
	readonly madeUp: boolean;
	/** The codes of open invitations by their ids, where no home keeps them. */
	readonly codes: Readonly<Record<string, string>>;
	/** Statements that must still reach a relay: a founding or an acceptance that was cut short. Whole frames. */
	readonly statements: readonly Uint8Array[];
	/** What the list shows without opening the case. */
	readonly summary: Summary;
	/** What this person had seen when they last looked; null before the first look. */
	readonly looked: Looked | null;
	/** How many things had been said when they last looked. */
	readonly heard: number;
	/** Words that were here and could not be kept. */
	readonly lost: readonly LostWords[];
}

export interface Summary {
	readonly name: string;
	readonly stage: Stage | null;
	readonly people: readonly { readonly id: string; readonly name: string }[];
	/** Changes since this person looked. */
	readonly news: number;
	/** Milliseconds since 1970 when this person last opened the case. */
	readonly openedAt: number;
	/** When the time of somebody else who sits there ends, the next of them; 0 where nobody's does. */
	readonly ends: number;
}

export type ReadSeat =
	{ readonly kind: 'seat'; readonly seat: Seat } | Exclude<Reading, { readonly kind: 'found' }>;

export type ReadSeats =
	{ readonly kind: 'seats'; readonly seats: readonly Seat[]; readonly unreadable: number } | NotRead;

const prefix = 'seat/';

export async function readSeats(vault: Vault): Promise<ReadSeats> {
	const names = await vault.names(prefix);
	if (names.kind === 'not-read') return names;
	const seats: Seat[] = [];
	let unreadable = 0;
	for (const name of names.names) {
		const reading = await readSeat(vault, name);
		if (reading.kind === 'not-read') return reading;
		if (reading.kind === 'seat') seats.push(reading.seat);
		if (reading.kind === 'unreadable') unreadable += 1;
	}
	return { kind: 'seats', seats, unreadable };
}

/** The document whose seat a vault record of this name holds; null for other records. */
export function seatIn(record: string): DocumentId | null {
	return record.startsWith(prefix) ? parseDocumentId(record.slice(prefix.length)) : null;
}

export async function readSeat(vault: Vault, record: string): Promise<ReadSeat> {
	const reading = await vault.read(record);
	if (reading.kind !== 'found') return reading;
	const seat = decodeSeat(reading.bytes);
	return seat ? { kind: 'seat', seat } : { kind: 'unreadable' };
}

/** The vault record that holds the seat in a document. */
export function seatRecord(document: DocumentId): string {
	return prefix + document;
}

export function writeSeat(vault: Vault, seat: Seat): Promise<Stored> {
	return vault.write(seatRecord(seat.document), encodeSeat(seat));
}

export function encodeSeat(seat: Seat): Uint8Array {
	const { seed, statements, ...rest } = seat;
	return utf8(
		JSON.stringify({
			version: 1,
			seed: toText(seed.reveal()),
			statements: statements.map(toText),
			...rest
		})
	);
}

/** Null for what is no seat of a version that we know. */
export function decodeSeat(bytes: Uint8Array): Seat | null {
	const raw = parsed(bytes);
	const document = parseDocumentId(textIn(raw['document']));
	const seed = fromText(textIn(raw['seed']));
	if (raw['version'] !== 1 || !document || seed?.length !== 32) return null;
	return {
		document,
		seed: new Secret(seed),
		relays: strings(raw['relays']),
		of: parseDocumentId(textIn(raw['of'])),
		joinedAt: typeof raw['joinedAt'] === 'number' ? raw['joinedAt'] : 0,
		ofAnother: raw['ofAnother'] === true,
		madeUp: raw['madeUp'] === true,
		codes: codesIn(raw['codes']),
		statements: strings(raw['statements']).flatMap((text) => fromText(text) ?? []),
		summary: summaryOf(raw['summary']),
		looked: (raw['looked'] as Looked | null | undefined) ?? null,
		heard: typeof raw['heard'] === 'number' ? raw['heard'] : 0,
		lost: readLost(raw['lost'])
	};
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(fromUtf8(bytes));
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function codesIn(value: unknown): Readonly<Record<string, string>> {
	const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	return Object.fromEntries(entries.filter(([, code]) => typeof code === 'string'));
}

function summaryOf(value: unknown): Summary {
	const raw = (value ?? {}) as Partial<Record<keyof Summary, unknown>>;
	return {
		name: typeof raw.name === 'string' ? raw.name : '',
		stage: stages.find((stage) => stage === raw.stage) ?? null,
		people: Array.isArray(raw.people) ? (raw.people as Summary['people']) : [],
		news: typeof raw.news === 'number' ? raw.news : 0,
		openedAt: typeof raw.openedAt === 'number' ? raw.openedAt : 0,
		ends: typeof raw.ends === 'number' ? raw.ends : 0
	};
}

function strings(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
