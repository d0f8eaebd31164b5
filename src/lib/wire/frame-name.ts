/**
 * A sealed log's name on a relay: document, channel and generation, joined by dots. A pack starts the next generation.
 */
import { isChannelName, parseDocumentId, type ChannelName, type DocumentId } from '#lib/seal/frame-bytes.ts';

export interface LogName {
	readonly document: DocumentId;
	readonly channel: ChannelName;
	readonly generation: number;
}

export function logName({ document, channel, generation }: LogName): string {
	return `${document}.${channel}.${generation}`;
}

/** Null for any name that is not in the one canonical form. */
export function parseLogName(name: string): LogName | null {
	const [id, channel, number, ...more] = name.split('.');
	if (id === undefined || channel === undefined || number === undefined || more.length > 0) return null;
	const document = parseDocumentId(id);
	if (!document || !isChannelName(channel) || !/^(0|[1-9]\d{0,8})$/.test(number)) return null;
	return { document, channel, generation: Number(number) };
}
