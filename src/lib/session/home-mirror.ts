/** Keeps this device's seats and its person's home equal: what either has, the other gets. Done anew it changes nothing. */
import {
	putHomeSeat,
	putSeen,
	readHomeSeat,
	readHomeSeats,
	readSeen,
	type GoneSeat,
	type HomeSeat,
	type Seen
} from '#lib/casedoc/home.ts';
import { fromText, parseDocumentId, toText, type DocumentId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Home } from './home.ts';
import { newSeat } from './joining.ts';
import type { SeatList } from './seat-list.ts';
import type { Seat } from './seats.ts';

/** Looking again at what has not changed is told to other devices only now and then. */
const lookedAgain = 60 * 60 * 1000;

/** Seats that are written as one entry, which has a largest size. */
const mostAtOnce = 20;

export interface MirrorContext {
	readonly home: Home;
	readonly seats: SeatList;
	/** Cases that were taken off this device. */
	readonly off: ReadonlySet<DocumentId>;
	/** This person has looked at this case on another device. */
	readonly seen: (document: DocumentId) => void;
	/** This person has taken another seat in this case, on another device; or new keys in the same one, where a device was lost. */
	readonly seatedAnew: (seat: Seat, isSameSeat: boolean) => void;
}

export async function mirror(context: MirrorContext): Promise<void> {
	const { home, seats } = context;
	const shared = seats.all.filter((seat) => belongsHome(seat) && seat.statements.length === 0);
	const lacking = shared.filter((seat) => isLacking(home, seat));
	// A seed that was never in the home is known to no device that was lost before.
	const without = home.removed.map(({ id }) => id);
	for (let at = 0; at < lacking.length; at += mostAtOnce) {
		home.edit((doc) => lacking.slice(at, at + mostAtOnce).forEach((seat) => write(doc, seat, without)));
		if (at + mostAtOnce < lacking.length) await home.document.flush();
	}
	await takeUpAll(context);
}

function isLacking({ doc }: Home, seat: Seat): boolean {
	return (
		isNewSeat(seat, readHomeSeat(doc, seat.document)) || isNews(seenOf(seat), readSeen(doc, seat.document))
	);
}

function write(doc: Home['doc'], seat: Seat, without: readonly EntryId[]): void {
	const { document } = seat;
	if (isNewSeat(seat, readHomeSeat(doc, document))) putHomeSeat(doc, document, homeSeatOf(seat, without));
	if (isNews(seenOf(seat), readSeen(doc, document))) putSeen(doc, document, seenOf(seat));
}

function isNewSeat(seat: Seat, entry: HomeSeat | GoneSeat | null): boolean {
	if (!entry) return true;
	const entered = entry.kind === 'gone' ? entry.at : entry.joinedAt;
	return seat.joinedAt > entered && !isSame(seat, entry);
}

async function takeUpAll({ home, seats, off, seen, seatedAnew }: MirrorContext): Promise<void> {
	for (const [name, entry] of readHomeSeats(home.doc)) {
		const document = parseDocumentId(name);
		const here = document && seats.get(document);
		const theirs = readSeen(home.doc, name);
		if (!document || entry.kind === 'gone') continue;
		if (!here) {
			const seat = off.has(document) ? null : seatOf(document, entry, theirs);
			if (seat) await seats.take(seat);
			continue;
		}
		if (entry.joinedAt > here.joinedAt && !isSame(here, entry)) {
			const seat = seatOf(document, entry, theirs);
			if (seat) seatedAnew(seat, entry.without.length > 0);
		}
		if (!theirs || theirs.at <= here.summary.openedAt) continue;
		await seats.update(document, (now) => withSeen(now, theirs));
		seen(document);
	}
}

/** Whether a seat is for all devices of the person whose device this is. */
export function belongsHome({ madeUp, ofAnother }: Seat): boolean {
	return !madeUp && !ofAnother;
}

export function isSame({ seed }: Seat, entry: HomeSeat | GoneSeat): boolean {
	return entry.kind === 'seat' && entry.seed === toText(seed.reveal());
}

function homeSeatOf({ seed, relays, of, joinedAt }: Seat, without: readonly EntryId[]): HomeSeat {
	return { kind: 'seat', seed: toText(seed.reveal()), relays, of, joinedAt, without };
}

/** Null for what another version may have written. */
function seatOf(
	document: DocumentId,
	{ seed, relays, of, joinedAt }: HomeSeat,
	seen: Seen | null
): Seat | null {
	const bytes = fromText(seed);
	if (bytes?.length !== 32) return null;
	const seat = newSeat({
		document,
		seed: new Secret(bytes),
		relays,
		of: of === null ? null : parseDocumentId(of),
		openedAt: joinedAt,
		statements: []
	});
	return seen ? withSeen(seat, seen) : seat;
}

function seenOf({ looked, heard, summary }: Seat): Seen {
	return { at: summary.openedAt, looked, heard, name: summary.name, stage: summary.stage };
}

function withSeen(seat: Seat, { at, looked, heard, name, stage }: Seen): Seat {
	return { ...seat, looked, heard, summary: { ...seat.summary, name, stage, news: 0, openedAt: at } };
}

/** Of one time, a name is news where there was none. */
function isNews(mine: Seen, theirs: Seen | null): boolean {
	if (!theirs) return true;
	if (mine.at === theirs.at) return theirs.name === '' && mine.name !== '';
	if (mine.at < theirs.at) return false;
	return mine.at - theirs.at >= lookedAgain || said(mine) !== said(theirs);
}

function said({ looked, heard, name, stage }: Seen): string {
	return JSON.stringify([looked, heard, name, stage]);
}
