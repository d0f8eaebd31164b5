/**
 * Everything that this device holds, in one sealed file, and back. Parts of the file:
 *
 *   name          the name that this person goes by, UTF-8
 *   seat/<case>   an encoded seat
 *   log/<log>     every verified frame of one sealed log, joined
 *
 * No strand travels with it: a device that was restored begins new ones, so that two devices never write one strand. What comes back
 * goes through the same doors as what comes from a relay: nothing is believed because it stood in a file.
 */
import { caseChannels, mayRead, rosterChannel } from '#lib/roster/capability.ts';
import { fromUtf8, utf8, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { backupPieces, openBackup, type BackupPart, type OpenedBackup } from '#lib/vault/backup-file.ts';
import type { StorageFault } from '#lib/vault/vault.ts';
import { newWordSecret, readWords, toWords, type ReadWords } from '#lib/vault/words.ts';
import { joinFrames, splitFrames } from '#lib/wire/frame-list.ts';
import { parseLogName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Device } from './device.ts';
import { NotStored } from './not-stored.ts';
import { SealedDocument } from './sealed-document.ts';
import { decodeSeat, encodeSeat, writeSeat, type Seat } from './seats.ts';

export interface Backup {
	/** The file, in pieces that belong together in this order. */
	readonly pieces: readonly Uint8Array[];
	/** The twelve words that open it. They are kept nowhere. */
	readonly words: readonly string[];
	readonly cases: number;
	/** Cases that could not be opened just now: their seats are in the file, what was written in them is not. */
	readonly leftOut: readonly Seat[];
}

export type Restored =
	/** `known`: were on this device already; `damaged`: could not be read from the file. Open the device anew to see the others. */
	| { readonly kind: 'restored'; readonly cases: number; readonly known: number; readonly damaged: number }
	| Exclude<ReadWords, { kind: 'words' }>
	| Exclude<OpenedBackup, { kind: 'opened' }>
	/** This device would not keep it. What is there already stays; doing it again goes on. */
	| { readonly kind: 'not-stored'; readonly reason: StorageFault };

/** How far it is: cases done, of all. */
export type Progress = (done: number, all: number) => void;

export async function makeBackup(device: Device, progress: Progress = () => undefined): Promise<Backup> {
	const { platform } = device;
	await device.flush();
	const { seats } = device;
	const parts: BackupPart[] = [{ name: 'name', bytes: utf8(device.name) }];
	const leftOut: Seat[] = [];
	for (const [done, seat] of seats.entries()) {
		progress(done, seats.length);
		parts.push({ name: `seat/${seat.document}`, bytes: encodeSeat(seat) });
		const logs = await logsOf(device, seat);
		if (logs) parts.push(...logs);
		else leftOut.push(seat);
		await platform.breathe();
	}
	const secret = newWordSecret(platform.random);
	const pieces: Uint8Array[] = [];
	for (const piece of backupPieces(parts, secret, platform.random)) {
		pieces.push(piece);
		if (pieces.length % piecesAtOnce === 0) await platform.breathe();
	}
	progress(seats.length, seats.length);
	return { pieces, words: await toWords(secret), cases: seats.length, leftOut };
}

/** Nothing that is on this device is replaced: a case that is here already takes in what it lacks. */
export async function restoreBackup(
	device: Device,
	file: Uint8Array,
	words: string,
	progress: Progress = () => undefined
): Promise<Restored> {
	const read = await readWords(words);
	if (read.kind !== 'words') return read;
	const opened = openBackup(file, read.secret);
	if (opened.kind !== 'opened') return opened;
	if (!device.vault.lasting) return { kind: 'not-stored', reason: 'refused' };

	const { seats, logs, name } = sorted(opened.parts);
	let [cases, known, damaged] = [0, 0, 0];
	for (const [done, seat] of seats.entries()) {
		progress(done, seats.length);
		const here = seat !== null && device.seat(seat.document) !== undefined;
		const outcome = seat ? await bringBack(device, seat, logs, here) : 'damaged';
		if (typeof outcome === 'object') return outcome;
		if (outcome === 'damaged') damaged += 1;
		else if (here) known += 1;
		else cases += 1;
	}
	if (name !== '' && device.name === '') await device.rename(name);
	progress(seats.length, seats.length);
	return { kind: 'restored', cases, known, damaged };
}

/** A mebibyte of the file is sealed before the screen may breathe. */
const piecesAtOnce = 16;

/** Null when the case does not open; then its ledger is left as it is. */
async function logsOf(device: Device, seat: Seat): Promise<BackupPart[] | null> {
	try {
		const { document } = await device.open(seat.document);
		await document.flush();
		await document.gather();
		return [...document.held].map(([log, frames]) => ({ name: `log/${log}`, bytes: joinFrames(frames) }));
	} catch {
		return null;
	}
}

interface LogPart {
	readonly place: LogPlace;
	readonly frames: readonly Frame[];
}

type Logs = ReadonlyMap<DocumentId, readonly LogPart[]>;

interface Sorted {
	readonly name: string;
	/** Null for a seat that cannot be read. */
	readonly seats: readonly (Seat | null)[];
	/** By document and channel. */
	readonly logs: Logs;
}

function sorted(parts: readonly BackupPart[]): Sorted {
	const logs = new Map<DocumentId, LogPart[]>();
	for (const { name, bytes } of parts) {
		const log = name.startsWith('log/') ? parseLogName(name.slice('log/'.length)) : null;
		if (!log) continue;
		logs.set(log.document, [...(logs.get(log.document) ?? []), { place: log, frames: framesOf(bytes) }]);
	}
	const seats = parts.filter(({ name }) => name.startsWith('seat/')).map(({ bytes }) => decodeSeat(bytes));
	const name = parts.find((part) => part.name === 'name');
	return { name: name ? fromUtf8(name.bytes) : '', seats, logs };
}

/** Copies: a view into the opened file, put into a store, would take the whole file along, seeds and all. */
function framesOf(bytes: Uint8Array): Frame[] {
	return (splitFrames(bytes) ?? []).map((frame) => new Frame(frame.bytes.slice()));
}

type BroughtBack = 'back' | 'damaged' | Extract<Restored, { kind: 'not-stored' }>;

/** The seat comes last: a case that is in the list has what was written in it. */
async function bringBack(device: Device, seat: Seat, all: Logs, here: boolean): Promise<BroughtBack> {
	const logs = all.get(seat.document) ?? [];
	const statements = logs.flatMap(({ place, frames }) => (place.channel === rosterChannel ? frames : []));
	try {
		const document = here
			? (await device.open(seat.document)).document
			: await openAlone(device, seat, statements);
		await document.roster.receive(statements);
		for (const { place, frames } of logs) {
			const { channel, generation } = place;
			if (channel === rosterChannel || !mayRead(document.capabilities, channel)) continue;
			await document.channel(channel).receive(generation, frames);
		}
		const { status } = document;
		if (!here) await document.close();
		if (status.kind === 'not-saved') return { kind: 'not-stored', reason: status.reason };
	} catch (error) {
		return error instanceof NotStored ? { kind: 'not-stored', reason: error.reason } : 'damaged';
	}
	const stored = here ? ({ kind: 'stored' } as const) : await writeSeat(device.vault, seat);
	return stored.kind === 'stored' ? 'back' : stored;
}

/** Away from every link: a case that is only half back must not speak with anyone. */
async function openAlone(device: Device, seat: Seat, statements: readonly Frame[]): Promise<SealedDocument> {
	const { platform } = device;
	const document = await SealedDocument.open({
		document: seat.document,
		channels: caseChannels,
		me: await memberKeys(seat.seed, platform.subtle),
		relays: [],
		platform: { ...platform, tabs: null },
		statements
	});
	const { roster } = document;
	const before = roster.roster.statements.length;
	await roster.receive(statements);
	if (roster.roster.statements.length === before) return document;
	// It believes them, and yet could not write down those that are its own.
	await document.abandon();
	throw new NotStored('failed');
}
