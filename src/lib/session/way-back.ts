/** What brings a person's cases back when this device is lost, and that they do not want to be asked for it just now. */
import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';
import type { Home } from './home.ts';
import { lastBackup } from './last-backup.ts';

const record = 'kit-later';
const week = 7 * 24 * 60 * 60 * 1000;

/** 'untried': a recovery kit has been made, and nobody knows whether it works. */
export type WayBack = 'there' | 'untried' | 'none';

export async function wayBack(device: Device): Promise<WayBack> {
	await device.keeping.settled();
	const { home } = device;
	const kits = home?.kits ?? [];
	if ((home && hasAnother(home)) || kits.some(({ checked }) => checked !== null)) return 'there';
	if ((await lastBackup(device)) !== null) return 'there';
	return kits.length > 0 ? 'untried' : 'none';
}

/** Nobody is asked for a week. */
export function putOffKit(device: Device): Promise<Stored> {
	return device.note(record, utf8(String(device.platform.clock.now())));
}

/** Also where it is not known: nobody is asked twice for a disk that fails. */
export async function isKitPutOff({ vault, platform }: Device): Promise<boolean> {
	const read = await vault.read(record);
	if (read.kind !== 'found') return read.kind !== 'missing';
	// A clock that was put back does not put it off for ever.
	return Math.abs(platform.clock.now() - Number(fromUtf8(read.bytes))) < week;
}

/** A second device, unless it was lost before this one came in by a kit, and has not turned up since. */
function hasAnother({ devices, cameByKit }: Home): boolean {
	const since = devices.find(({ isThis }) => isThis)?.linkedAt ?? 0;
	const sinceDay = new Date(since).toISOString().slice(0, 10);
	return devices.some(
		({ isThis, linkedAt, lastUsed }) =>
			!isThis && (!cameByKit || linkedAt > since || (lastUsed !== null && lastUsed > sinceDay))
	);
}
