import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import type { Log } from './log.ts';
import type { SealedDocument } from './sealed-document.ts';
import type { Store } from './store.ts';

/**
 * Drops a channel's logs that are over, in the document's turn. What cannot be dropped now can be later: it is looked at again when a
 * log of the channel is opened, and at the next pack.
 */
export async function dropOver(
	document: SealedDocument,
	channel: ChannelName,
	{
		store,
		dropped,
		log
	}: { readonly store: Store; readonly dropped: (last: LogName) => void; readonly log: Log }
): Promise<void> {
	try {
		const generations = await document.generations();
		const generation = generations.toDrop(channel, await document.roster());
		if (generation === null) return;
		const last = { document: document.id, channel, generation };
		await store.drop(last);
		generations.drop(channel, generation);
		log('generations-dropped', {});
		dropped(last);
	} catch (error) {
		log('store-failed', { reason: error instanceof Error ? error.name : 'unknown' });
	}
}
