/** What becomes of those who have a channel's earlier generations open. */
import type { Connection, Document, Hocuspocus } from '@hocuspocus/server';
import { logName, parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import type { ReaderContext } from './presence-owners.ts';

type Relay = Hocuspocus<ReaderContext>;

/** Says on one log that a higher generation is the newest. */
export function tellNewest(connection: Connection, newest: number): void {
	connection.sendStateless(JSON.stringify({ newest }));
}

/** Says on all earlier logs of the channel that this one is the newest. */
export function tellOfNewest({ documents }: Relay, newest: LogName): void {
	for (const [name, document] of documents) {
		if (newest.generation === 'volumes' || !isBefore(name, newest)) continue;
		for (const connection of document.getConnections()) tellNewest(connection, newest.generation);
	}
}

/** Closes a channel's logs up to this one, which have been dropped: whoever comes again finds them empty. */
export function endDropped(
	{ documents, loadingDocuments }: Relay,
	last: LogName,
	forget: (connection: Connection, name: string) => void
): void {
	const end = (document: Document) => {
		empty(document);
		for (const connection of document.getConnections()) {
			forget(connection, document.name);
			connection.close({ code: 4410, reason: 'over' });
		}
	};
	const isOver = (name: string) => name === logName(last) || isBefore(name, last);
	for (const [name, document] of documents) if (isOver(name)) end(document);
	for (const [name, loading] of loadingDocuments) if (isOver(name)) loading.then(end, () => undefined);
}

/** Whoever comes before Hocuspocus has unloaded the document is given the same one. */
function empty(document: Document): void {
	document.store.clients.clear();
	document.store.pendingStructs = null;
	document.share.clear();
}

/** Whether a log is an earlier generation of the same channel. */
function isBefore(name: string, { document, channel, generation }: LogName): boolean {
	const log = parseLogName(name);
	if (log?.document !== document || log.channel !== channel) return false;
	return log.generation !== 'volumes' && generation !== 'volumes' && log.generation < generation;
}
