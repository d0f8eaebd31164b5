/**
 * A sealed log's name on a relay: document, channel and generation, joined by dots. A pack starts the next generation; beside the
 * generations each channel has one log of all its volumes.
 */
import { isChannelName, parseDocumentId, type ChannelName, type DocumentId } from '#lib/seal/frame-bytes.ts';

export type Generation = number | 'volumes';

/** A log within its document. */
export interface LogPlace {
	readonly channel: ChannelName;
	readonly generation: Generation;
}

export interface LogName extends LogPlace {
	readonly document: DocumentId;
}

const highestGeneration = 999_999_999;

export function isGeneration(value: unknown): value is number {
	return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= highestGeneration;
}

/** The part of a log's name that tells it from its document's other logs: `plan.3`. */
export function placeName({ channel, generation }: LogPlace): string {
	return `${channel}.${generation}`;
}

export function logName({ document, ...place }: LogName): string {
	return `${document}.${placeName(place)}`;
}

/** Null for any name that is not in the one canonical form. */
export function parseLogName(name: string): LogName | null {
	const [id, channel, generation, ...more] = name.split('.');
	if (id === undefined || channel === undefined || generation === undefined || more.length > 0) return null;
	const document = parseDocumentId(id);
	if (!document || !isChannelName(channel)) return null;
	if (generation === 'volumes') return { document, channel, generation };
	if (!/^(0|[1-9]\d{0,8})$/.test(generation)) return null;
	return { document, channel, generation: Number(generation) };
}
