import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';

const record = 'last-backup';

/** Notes that a backup has been made and put away just now. */
export function noteBackup(device: Device): Promise<Stored> {
	return device.note(record, utf8(String(device.platform.clock.now())));
}

/** When the last backup on this device was made, in ms since 1970; null for never, or not known. */
export async function lastBackup({ vault }: Device): Promise<number | null> {
	const reading = await vault.read(record);
	const at = reading.kind === 'found' ? Number(fromUtf8(reading.bytes)) : NaN;
	return Number.isFinite(at) ? at : null;
}
