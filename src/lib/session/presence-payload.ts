/** What a session says of itself, sealed: JSON, read with care since any member may have written it. */
import type { Head } from '#lib/seal/content.ts';
import { channelName, fromText, fromUtf8, toText, utf8, type ChannelName } from '#lib/seal/frame-bytes.ts';

/** The last entry of a strand in one channel. */
export interface StrandEnd {
	readonly channel: ChannelName;
	readonly head: Head;
}

/** A session that they have heard. */
export interface Echo {
	/** Its nonce, as text. */
	readonly session: string;
	/** The number of the last that they heard of it. */
	readonly seq: number;
}

export interface PresencePayload {
	/** What they are working on, as the screens name it; null when nowhere in particular. */
	readonly where: string | null;
	readonly echoes: readonly Echo[];
	/** Where the strands that they write end. */
	readonly ends: readonly StrandEnd[];
}

const longestWhere = 200;
/** A session writes one strand in each channel. */
const mostEnds = 32;

export function encodePayload({ where, echoes, ends }: PresencePayload): Uint8Array {
	const rows = ends.map(({ channel, head }) => [channel, head.client, head.seq, toText(head.id)]);
	const heard = echoes.map(({ session, seq }) => [session, seq]);
	return utf8(JSON.stringify({ where, echoes: heard, ends: rows }));
}

/** Never throws: what is missing or malformed is left out. */
export function parsePayload(payload: Uint8Array): PresencePayload {
	const raw = parsed(payload);
	return {
		where: typeof raw['where'] === 'string' ? raw['where'].slice(0, longestWhere) : null,
		echoes: listIn(raw['echoes']).flatMap(echoOf),
		ends: listIn(raw['ends']).slice(0, mostEnds).flatMap(endOf)
	};
}

function parsed(payload: Uint8Array): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(fromUtf8(payload));
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

function echoOf(row: unknown): Echo[] {
	const [session, seq] = listIn(row);
	return typeof session === 'string' && isCount(seq) ? [{ session, seq }] : [];
}

function endOf(row: unknown): StrandEnd[] {
	const [channel, client, seq, idText] = listIn(row);
	const id = typeof idText === 'string' ? fromText(idText) : null;
	if (!isCount(client) || !isCount(seq) || id?.length !== 32) return [];
	try {
		return [{ channel: channelName(String(channel)), head: { client, seq, id } }];
	} catch {
		return [];
	}
}

function listIn(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
