/**
 * Presence that may pass: sealed blobs and leavings. The relay reads no names from it; that it is not a way to send other things is
 * all that can be seen to before its sender is known.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export interface Presence {
	/** An awareness update (y-protocols) of those who are here; null if there is none. */
	readonly here: Uint8Array | null;
	/** Likewise of those who have left: Hocuspocus does not pass these on. */
	readonly left: Uint8Array | null;
}

interface State {
	readonly client: number;
	readonly clock: number;
	readonly state: string;
}

const largestBlob = 4 * 1024;
const sealed = /^\{"s":"[A-Za-z0-9_-]*"\}$/;
/** Beyond this count of renewals a client id could be locked for ever. */
const highestClock = 2 ** 31;

/** Leaves out what may not pass. Throws on malformed bytes. */
export function readPresence(update: Uint8Array): Presence {
	const decoder = decoding.createDecoder(update);
	const states: State[] = [];
	for (let left = decoding.readVarUint(decoder); left > 0; left--) {
		const client = decoding.readVarUint(decoder);
		const clock = decoding.readVarUint(decoder);
		states.push({ client, clock, state: decoding.readVarString(decoder) });
	}
	const sane = states.filter(({ clock }) => clock < highestClock);
	return {
		here: encoded(sane.filter(({ state }) => state.length <= largestBlob + 10 && sealed.test(state))),
		left: encoded(sane.filter(({ state }) => state === 'null'))
	};
}

function encoded(states: readonly State[]): Uint8Array | null {
	if (states.length === 0) return null;
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, states.length);
	for (const { client, clock, state } of states) {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	}
	return encoding.toUint8Array(encoder);
}
