/**
 * Presence that may pass: sealed blobs, each under a client id that belongs to the connection that used it first. The relay reads
 * no names from it; that it is not a way to send other things, or to take another's presence away, is all that it can see to.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const largestBlob = 4 * 1024;
const mostClients = 4;
const sealed = /^\{"s":"[A-Za-z0-9_-]*"\}$/;
/** Counts of one person's renewals; beyond it, a client id could be locked for ever. */
const highestClock = 2 ** 31;

export class PresenceOwners {
	readonly #owners = new Map<string, Map<number, object>>();

	/** The message's states that may pass, encoded anew; null if none. Throws on malformed bytes. */
	filter(states: Uint8Array, log: string, connection: object): Uint8Array | null {
		const decoder = decoding.createDecoder(states);
		const passing: { client: number; clock: number; state: string }[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const client = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const state = decoding.readVarString(decoder);
			const fits = state === 'null' || (state.length <= largestBlob + 10 && sealed.test(state));
			if (fits && clock < highestClock && this.#owns(log, client, connection))
				passing.push({ client, clock, state });
		}
		return passing.length > 0 ? encoded(passing) : null;
	}

	release(connection: object): void {
		for (const [log, owners] of this.#owners) {
			for (const [client, owner] of owners) if (owner === connection) owners.delete(client);
			if (owners.size === 0) this.#owners.delete(log);
		}
	}

	#owns(log: string, client: number, connection: object): boolean {
		const owners = this.#owners.get(log) ?? new Map<number, object>();
		this.#owners.set(log, owners);
		const owner = owners.get(client);
		if (owner) return owner === connection;
		const own = [...owners.values()].filter((of) => of === connection);
		if (own.length >= mostClients) return false;
		owners.set(client, connection);
		return true;
	}
}

function encoded(states: readonly { client: number; clock: number; state: string }[]): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, states.length);
	for (const { client, clock, state } of states) {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	}
	return encoding.toUint8Array(encoder);
}
