import { caseChannels, homeChannels, rosterChannel } from '#lib/roster/capability.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import { logName, type Generation } from '#lib/wire/frame-name.ts';
import { readBeginning } from './beginning.ts';
import type { Platform } from './platform.ts';

/** The names of the logs of a case that this device may hold anything of. Rejects where the outbox cannot be read. */
export async function caseLogs(
	document: DocumentId,
	outbox: Outbox,
	channels = caseChannels
): Promise<string[]> {
	const logs = await Promise.all(
		channels.map(async (channel) => {
			const generations = await generationsOf(document, channel, outbox);
			return generations.map((generation) => logName({ document, channel, generation }));
		})
	);
	return logs.flat();
}

/** The same of a home. */
export function homeLogs(document: DocumentId, outbox: Outbox): Promise<string[]> {
	return caseLogs(document, outbox, homeChannels);
}

/** Deletes all that this device holds of a case, but its seat. */
export async function deleteCaseLogs(
	document: DocumentId,
	{ outbox, wipeLedger }: Pick<Platform, 'outbox' | 'wipeLedger'>,
	channels = caseChannels
): Promise<void> {
	for (const log of await caseLogs(document, outbox, channels)) {
		await wipeLedger(log);
		await outbox.forget(log);
	}
	for (const channel of channels) await outbox.forget(channelRecord(document, channel));
}

/** What the outbox knows a channel by, beside its logs. */
export function channelRecord(document: DocumentId, channel: ChannelName): string {
	return `${document}.${channel}`;
}

async function generationsOf(
	document: DocumentId,
	channel: ChannelName,
	outbox: Outbox
): Promise<Generation[]> {
	if (channel === rosterChannel) return [0];
	const kept = await outbox.beginning(channelRecord(document, channel));
	const beginning = kept && readBeginning(kept);
	const { generation = 0, left = [] } = beginning ?? {};
	// A pack that was being looked at may have begun the one behind it.
	return [...new Set<Generation>([0, ...left, generation, generation + 1, 'volumes'])];
}
