/** Taking a case off this device: what that would lose, and doing it. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';

export interface Leaving {
	/** Nobody else is at this table: the case is gone for good, unless there is a backup. */
	readonly alone: boolean;
	/** This person has it on other devices, too. */
	readonly elsewhere: boolean;
	/** Something written here has not reached a relay yet. */
	readonly unsent: boolean;
}

export async function beforeLeaving(device: Device, document: DocumentId): Promise<Leaving> {
	const elsewhere = device.keeping.isElsewhere(document);
	try {
		const opened = await device.open(document);
		await opened.document.flush();
		const unsent = await Promise.all(opened.document.logs.map((log) => device.platform.outbox.unsent(log)));
		return {
			alone: opened.people.length < 2,
			elsewhere,
			unsent: opened.seat.relays.length > 0 && (opened.document.unsent || unsent.some((count) => count > 0))
		};
	} catch {
		// A case that does not open can be left all the same; in doubt more is said than is lost.
		const alone = (device.seat(document)?.summary.people.length ?? 0) < 2;
		return { alone, elsewhere, unsent: true };
	}
}

export async function leaveCase(device: Device, document: DocumentId): Promise<Stored> {
	// Opened first, since only an open case names the logs that are to go.
	await device.open(document).catch(() => null);
	return device.leave(document);
}
