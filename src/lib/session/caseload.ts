/** What the list of cases shows beyond the seats themselves, without opening each case for it. */
import { caseChannels } from '#lib/roster/capability.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { logName } from '#lib/wire/frame-name.ts';
import type { Device } from './device.ts';

/** Cases in which something written here waits for a relay. Empty where storage cannot be asked. */
export async function waitingCases(device: Device): Promise<ReadonlySet<DocumentId>> {
	const { outbox } = device.platform;
	const shared = device.seats.filter(({ relays }) => relays.length > 0);
	const waiting = new Set<DocumentId>();
	await Promise.all(
		shared.map(async ({ document }) => {
			try {
				for (const channel of caseChannels) {
					const log = logName({ document, channel, generation: 0 });
					if ((await outbox.unsent(log)) + (await outbox.drafts(log)).length > 0) waiting.add(document);
				}
			} catch {
				// Then the list says nothing about this case; the case itself will.
			}
		})
	);
	return waiting;
}
