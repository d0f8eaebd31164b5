/** Going on in memory only: what this device holds is copied there, and then taken off its storage. */
import type { Clock } from '#lib/clock.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';
import { browserPlace, wipeDevice, type Wiped } from './wipe.ts';

export interface MemoryOnly {
	readonly vault: Vault;
	readonly openLedger: Platform['openLedger'];
}

/** Throws where something cannot be read just now: nothing is to be wiped then. No strand goes along: new ones begin. */
export async function copyInto({ vault, openLedger }: MemoryOnly, from: Device): Promise<void> {
	await from.flush();
	const found = await from.vault.names('');
	if (found.kind === 'not-read') throw new Error('the vault is not read');
	for (const name of found.names) {
		const read = await from.vault.read(name);
		if (read.kind !== 'found') throw new Error('a record is not read');
		await vault.write(name, read.bytes);
	}
	for (const { document } of from.seats) {
		const opened = await from.open(document);
		await opened.document.flush();
		await copyLogs(opened.document, openLedger);
	}
	if (from.home) await copyLogs(from.home.document, openLedger);
}

/** What lies in this browser goes; the app stays. Other tabs reload. */
export function wipeKept(device: Device, clock: Clock, person: string | null): Promise<Wiped> {
	const place = { ...browserPlace(), caches: undefined, workers: undefined };
	return wipeDevice(device, clock, { place, person });
}

async function copyLogs(document: SealedDocument, openLedger: MemoryOnly['openLedger']): Promise<void> {
	await document.gather();
	for (const [log, frames] of document.held) {
		const { ledger } = await openLedger(log);
		await ledger.add(frames);
		await ledger.close();
	}
}
