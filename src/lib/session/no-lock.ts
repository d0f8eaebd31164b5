import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';

const record = 'no-lock';

/** Notes that this person wants no lock for now: they are not asked again. */
export function noteNoLock(device: Device): Promise<Stored> {
	return device.note(record, new Uint8Array());
}

/** Also where it is not known: nobody is asked twice for a disk that fails. */
export async function choseNoLock({ vault }: Device): Promise<boolean> {
	return (await vault.read(record)).kind !== 'missing';
}
