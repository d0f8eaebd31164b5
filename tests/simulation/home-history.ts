/** A random history of one person's devices, and what must be true when all are together again. */
import { readHomeName, readHomeSeats, readSeen } from '#lib/casedoc/home.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { NotHere } from '#lib/session/not-here.ts';
import { HomeTable, type Held } from './home-table.ts';
import { seeded, type Seeded } from './seeded.ts';

export interface HomeOutcome {
	readonly steps: readonly string[];
	/** Null if all is well, else what is not. */
	readonly fault: string | null;
}

/** The same seed gives the same run. */
export async function runHome(seed: number, count: number): Promise<HomeOutcome> {
	const dice = seeded(seed);
	const table = new HomeTable(dice.bytes);
	const devices = [await table.open()];
	const [first] = devices;
	if (!first) throw new Error('there is a first device');
	await start(first, 0);
	await table.settle();
	const steps: string[] = [];
	/** By device: the cases that were taken off it. */
	const off = new Map<number, Set<DocumentId>>();
	for (let step = 1; step <= count; step++) {
		const at = dice.below(devices.length);
		steps.push(`${at}: ${await act(dice, { table, devices, at, step, off })}`);
		await table.clock.advance(dice.below(3000));
	}
	for (const { cable } of devices) cable.setPlugged(true);
	await table.clock.advance(60_000);
	return { steps, fault: faultOf(devices, off) };
}

interface Stage {
	readonly table: HomeTable;
	readonly devices: Held[];
	readonly at: number;
	readonly step: number;
	readonly off: Map<number, Set<DocumentId>>;
}

async function act(dice: Seeded, { table, devices, at, step, off }: Stage): Promise<string> {
	const held = devices[at];
	if (!held) return 'does nothing';
	const { device, cable } = held;
	switch (dice.below(7)) {
		case 0:
			await start(held, step);
			return 'starts a case';
		case 1:
			await device.rename(`Ada ${step}`);
			return 'is renamed';
		case 2: {
			if (device.seats.length < 2) return 'has no case to spare';
			const { document } = dice.pick(device.seats);
			await device.leave(document);
			off.set(at, (off.get(at) ?? new Set()).add(document));
			return 'takes a case off';
		}
		case 3:
			cable.setPlugged(!cable.plugged);
			return cable.plugged ? 'is back' : 'is cut off';
		case 4:
			// What was written a moment ago lies in the outbox by then.
			await table.clock.advance(3000);
			devices[at] = await table.open(held);
			return 'reloads';
		case 5: {
			const [seat] = device.seats;
			if (!seat || !cable.plugged) return 'looks at nothing';
			const opened = await device.open(seat.document).catch(notHere);
			if (opened) await device.looked(opened);
			return opened ? 'looks at a case' : 'asks for a case that nobody has brought yet';
		}
		default: {
			if (devices.length > 3 || !cable.plugged) return 'links nothing';
			const fresh = await table.open();
			if (dice.below(2) === 0) await start(fresh, 100 + step);
			await table.settle();
			devices.push(fresh);
			await table.link(held, fresh, `Device ${devices.length}`);
			return 'links another';
		}
	}
}

/** Of what was begun on a device that is cut off only the seat may be elsewhere. */
function notHere(error: unknown): null {
	if (error instanceof NotHere) return null;
	throw error;
}

async function start({ device }: Held, number: number): Promise<void> {
	const clientName = `Client ${number}`;
	await device.startCase({ clientName, myName: device.name || `Ada ${number}`, relation: 'case-manager' });
}

function faultOf(devices: readonly Held[], off: ReadonlyMap<number, ReadonlySet<DocumentId>>): string | null {
	const shown = devices.map(({ device: { home } }) => home && homeOf(home.doc));
	if (new Set(shown).size !== 1) return `homes differ: ${shown.join('\n')}`;
	if (new Set(devices.map(({ device }) => device.name)).size !== 1) return 'names differ';
	const all = new Set(devices.flatMap(({ device }) => device.seats.map(({ document }) => document)));
	for (const [i, { device }] of devices.entries()) {
		if (device.home?.devices.length !== devices.length) return `${i} knows other devices`;
		if (device.home.document.refused.length > 0) return `${i} refused something`;
		if (device.home.document.status.kind !== 'sent') return `${i} has not sent all`;
		for (const document of all) {
			const isOff = off.get(i)?.has(document) ?? false;
			if ((device.seat(document) === undefined) !== isOff) return `${i} ${isOff ? 'has' : 'lacks'} a case`;
		}
	}
	return null;
}

function homeOf(doc: Parameters<typeof readHomeName>[0]): string {
	const seats = [...readHomeSeats(doc)].sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify([seats, seats.map(([document]) => readSeen(doc, document)), readHomeName(doc)]);
}
