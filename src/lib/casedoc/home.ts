/**
 * How a person's home lies in a Y.Doc: root maps of plain values, each written whole. All who write here are devices of one person, though
 * perhaps of another version: every read takes any value and passes over what it does not understand.
 */
import type * as Y from 'yjs';
import type { Looked } from '#lib/domain/change.ts';
import { isIsoDate, type IsoDate } from '#lib/domain/date.ts';
import { stages, type Stage } from '#lib/domain/stage.ts';

/** What another device needs to sit in the same seat. */
export interface HomeSeat {
	readonly kind: 'seat';
	/** As text. */
	readonly seed: string;
	readonly relays: readonly string[];
	/** Milliseconds since 1970. */
	readonly joinedAt: number;
	/** The seats, in the home, of lost devices that this seed was made without. */
	readonly without: readonly string[];
}

/** This person has left that table for good. */
export interface GoneSeat {
	readonly kind: 'gone';
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** What this person had seen of a case when they last looked, on any device. */
export interface Seen {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly looked: Looked | null;
	readonly heard: number;
	/** What the list showed of it then. */
	readonly name: string;
	readonly stage: Stage | null;
}

export const deviceKinds = ['phone', 'tablet', 'computer'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export interface HomeDevice {
	/** As its person calls it; empty at first. */
	readonly name: string;
	readonly kind: DeviceKind | null;
	/** The last day on which it was used, as it is there. */
	readonly lastUsed: IsoDate | null;
}

/** By document. */
export function readHomeSeats(doc: Y.Doc): ReadonlyMap<string, HomeSeat | GoneSeat> {
	const all = new Map<string, HomeSeat | GoneSeat>();
	for (const [document, value] of doc.getMap('seats')) {
		const seat = readSeat(value);
		if (seat) all.set(document, seat);
	}
	return all;
}

export function readHomeSeat(doc: Y.Doc, document: string): HomeSeat | GoneSeat | null {
	return readSeat(doc.getMap('seats').get(document));
}

export function putHomeSeat(doc: Y.Doc, document: string, seat: HomeSeat | GoneSeat): void {
	doc.getMap('seats').set(document, seat);
}

export function readSeen(doc: Y.Doc, document: string): Seen | null {
	const { at, looked, heard, name, stage } = fieldsOf(doc.getMap('seen').get(document));
	if (typeof at !== 'number') return null;
	return {
		at,
		looked: readLooked(looked),
		heard: numberIn(heard),
		name: textIn(name),
		stage: stages.find((known) => known === stage) ?? null
	};
}

export function putSeen(doc: Y.Doc, document: string, seen: Seen): void {
	doc.getMap('seen').set(document, seen);
}

export function readHomeDevice(doc: Y.Doc, seat: string): HomeDevice {
	const { name, kind, lastUsed } = fieldsOf(doc.getMap('devices').get(seat));
	return {
		name: textIn(name),
		kind: deviceKinds.find((known) => known === kind) ?? null,
		lastUsed: isIsoDate(lastUsed) ? lastUsed : null
	};
}

export function writeHomeDevice(doc: Y.Doc, seat: string, change: Partial<HomeDevice>): void {
	doc.getMap('devices').set(seat, { ...readHomeDevice(doc, seat), ...change });
}

/** The name that this person goes by; empty while nothing has been said. */
export function readHomeName(doc: Y.Doc): string {
	return textIn(doc.getMap('person').get('name'));
}

export function writeHomeName(doc: Y.Doc, name: string): void {
	if (readHomeName(doc) !== name) doc.getMap('person').set('name', name);
}

function readSeat(value: unknown): HomeSeat | GoneSeat | null {
	const { kind, seed, relays, joinedAt, at, without } = fieldsOf(value);
	if (kind === 'gone') return { kind, at: numberIn(at) };
	if (kind !== 'seat' || typeof seed !== 'string' || !Array.isArray(relays)) return null;
	return {
		kind,
		seed,
		relays: textsIn(relays),
		joinedAt: numberIn(joinedAt),
		without: textsIn(without)
	};
}

function readLooked(value: unknown): Looked | null {
	if (typeof value !== 'object' || value === null) return null;
	return Object.fromEntries(Object.entries(value).filter(([, mark]) => typeof mark === 'string'));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function numberIn(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}
