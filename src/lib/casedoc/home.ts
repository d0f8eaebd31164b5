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
	/** The case whose circle it is; null for a case. */
	readonly of: string | null;
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

/** A recovery kit that was made. Whether it still opens the home stands in the roster. */
export interface HomeKit {
	/** The day on which it was last opened to see whether it works; null before. */
	readonly checked: IsoDate | null;
	/** What relays keep for it, as text: they may lose it. */
	readonly pointer: { readonly name: string; readonly sealed: string } | null;
}

/** An invitation into a circle that is to reach somebody of its case by letter. */
export interface HomeOffer {
	/** The circle's document. */
	readonly circle: string;
	/** The case's. */
	readonly of: string;
	/** The seat in the case of whom it is for. */
	readonly to: string;
	readonly link: string;
}

/** This person has compared words with whoever sits in a seat, or scanned their code. */
export interface HomeSure {
	/** A print of the keys that they had then, as text. */
	readonly keys: string;
	/** The day on which it was, where this person was. */
	readonly on: IsoDate;
	/** A print of later keys with which this person has gone on without comparing again; null for none. */
	readonly wentOn: string | null;
}

/** A case that this person is handing over, until all of it is done. */
export interface HomeHandOver {
	/** The seat of who is to manage it. */
	readonly to: string;
	/** What becomes of this person then: they leave, or this is all that they may do. */
	readonly then: string;
	/** Whether the other one takes this person's places in the plan, too. */
	readonly plan: boolean;
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

/** By the invitation that the kit holds. */
export function readHomeKits(doc: Y.Doc): ReadonlyMap<string, HomeKit> {
	return new Map([...doc.getMap('kits')].map(([invite, value]) => [invite, readKit(value)]));
}

export function putHomeKit(doc: Y.Doc, invite: string, kit: HomeKit): void {
	doc.getMap('kits').set(invite, kit);
}

/** By the invitation into the circle. */
export function readHomeOffers(doc: Y.Doc): ReadonlyMap<string, HomeOffer> {
	return new Map(
		[...doc.getMap('offers')].flatMap(([invite, value]) => {
			const offer = readOffer(value);
			return offer ? [[invite, offer] as const] : [];
		})
	);
}

export function putHomeOffer(doc: Y.Doc, invite: string, offer: HomeOffer): void {
	doc.getMap('offers').set(invite, offer);
}

export function dropHomeOffer(doc: Y.Doc, invite: string): void {
	doc.getMap('offers').delete(invite);
}

/** By invitation, the code that its inviter tells whoever it is for. */
export function readHomeCode(doc: Y.Doc, invite: string): string | null {
	const code = doc.getMap('codes').get(invite);
	return typeof code === 'string' ? code : null;
}

export function putHomeCode(doc: Y.Doc, invite: string, code: string): void {
	doc.getMap('codes').set(invite, code);
}

export function dropHomeCode(doc: Y.Doc, invite: string): void {
	if (doc.getMap('codes').has(invite)) doc.getMap('codes').delete(invite);
}

export function readHomeSure(doc: Y.Doc, document: string, seat: string): HomeSure | null {
	const { keys, on, wentOn } = fieldsOf(doc.getMap('sure').get(`${document}/${seat}`));
	if (typeof keys !== 'string' || !isIsoDate(on)) return null;
	return { keys, on, wentOn: typeof wentOn === 'string' ? wentOn : null };
}

export function putHomeSure(doc: Y.Doc, document: string, seat: string, sure: HomeSure): void {
	doc.getMap('sure').set(`${document}/${seat}`, sure);
}

export function readHomeHandOver(doc: Y.Doc, document: string): HomeHandOver | null {
	const { to, then, plan } = fieldsOf(doc.getMap('handovers').get(document));
	return typeof to === 'string' && typeof then === 'string' ? { to, then, plan: plan === true } : null;
}

export function putHomeHandOver(doc: Y.Doc, document: string, handOver: HomeHandOver): void {
	doc.getMap('handovers').set(document, handOver);
}

export function dropHomeHandOver(doc: Y.Doc, document: string): void {
	doc.getMap('handovers').delete(document);
}

/** The name that this person goes by; empty while nothing has been said. */
export function readHomeName(doc: Y.Doc): string {
	return textIn(doc.getMap('person').get('name'));
}

export function writeHomeName(doc: Y.Doc, name: string): void {
	if (readHomeName(doc) !== name) doc.getMap('person').set('name', name);
}

/** Whether this person wants others to see on which days they look. */
export function readShowsVisits(doc: Y.Doc): boolean {
	return doc.getMap('person').get('visits') === true;
}

export function writeShowsVisits(doc: Y.Doc, shows: boolean): void {
	doc.getMap('person').set('visits', shows);
}

function readSeat(value: unknown): HomeSeat | GoneSeat | null {
	const { kind, seed, relays, of, joinedAt, at, without } = fieldsOf(value);
	if (kind === 'gone') return { kind, at: numberIn(at) };
	if (kind !== 'seat' || typeof seed !== 'string' || !Array.isArray(relays)) return null;
	return {
		kind,
		seed,
		relays: textsIn(relays),
		of: typeof of === 'string' ? of : null,
		joinedAt: numberIn(joinedAt),
		without: textsIn(without)
	};
}

function readKit(value: unknown): HomeKit {
	const { checked, pointer } = fieldsOf(value);
	const { name, sealed } = fieldsOf(pointer);
	return {
		checked: isIsoDate(checked) ? checked : null,
		pointer: typeof name === 'string' && typeof sealed === 'string' ? { name, sealed } : null
	};
}

function readOffer(value: unknown): HomeOffer | null {
	const { circle, of, to, link } = fieldsOf(value);
	const isWhole = [circle, of, to, link].every((field) => typeof field === 'string');
	return isWhole ? { circle: textIn(circle), of: textIn(of), to: textIn(to), link: textIn(link) } : null;
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
