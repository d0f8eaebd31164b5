/**
 * Stands before Hocuspocus on each WebSocket: lets well-formed messages of the kinds that we use pass, within limits, and closes on
 * floods and nonsense.
 */
import * as encoding from 'lib0/encoding';
import type { Clock } from '#lib/clock.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Allowance, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import { asUpdate, readMessage } from './message.ts';
import type { PresenceOwners } from './presence.ts';

export type GateFault = 'text' | 'malformed' | 'too-fast' | 'too-many-logs' | 'no-authentication';

export interface GateOptions {
	readonly limits: Limits;
	readonly clock: Clock;
	readonly log: Log;
	readonly presence: PresenceOwners;
	/** Closes the WebSocket (1008) with this reason. */
	end(fault: GateFault): void;
}

export class Gate {
	readonly #options: GateOptions;
	readonly #messages: Allowance;
	readonly #bytes: Allowance;
	/** By address as the client writes it: whether its reader is proved. */
	readonly #logs = new Map<string, boolean>();
	readonly #stopWaiting: () => void;
	#unproven = 0;
	#dropped = 0;
	#ended = false;

	constructor(options: GateOptions) {
		this.#options = options;
		const { limits, clock } = options;
		const now = clock.now();
		this.#messages = new Allowance(limits.messages, limits.messagesPerSecond, now);
		this.#bytes = new Allowance(limits.bytes, limits.bytesPerSecond, now);
		this.#stopWaiting = clock.after(limits.proveWithin, () => this.#end('no-authentication'));
	}

	/** What Hocuspocus may see of a message: it, a part of it, or null. */
	pass(data: Uint8Array | string): Uint8Array | null {
		if (this.#ended) return null;
		if (typeof data === 'string') return this.#end('text');
		const now = this.#options.clock.now();
		if (!this.#messages.take(1, now) || !this.#bytes.take(data.length, now)) return this.#end('too-fast');
		const message = readMessage(data);
		if (message.kind === 'malformed') return this.#end('malformed');
		if (message.kind === 'idle') return this.#drop();
		const { address } = message;
		if (message.kind === 'close') {
			if (!this.#logs.delete(address)) return this.#drop();
			return data;
		}
		if (!this.#logs.has(address)) {
			if (this.#logs.size >= this.#options.limits.mostLogs) return this.#end('too-many-logs');
			this.#logs.set(address, false);
		}
		if (this.#logs.get(address) === false) {
			this.#unproven += data.length;
			if (this.#unproven > this.#options.limits.unproven) return this.#end('too-fast');
		}
		if (message.kind === 'update') asUpdate(data, message.at);
		if (message.kind !== 'presence') return data;
		return message.log.channel === rosterChannel ? this.#presence(address, message.states) : this.#drop();
	}

	/** The reader of a log has been proved; what it sends from now on is checked as it comes. */
	proved(log: string): void {
		this.#stopWaiting();
		this.#unproven = 0;
		for (const address of this.#logs.keys()) if (nameIn(address) === log) this.#logs.set(address, true);
	}

	forget(log: string): void {
		for (const address of [...this.#logs.keys()]) if (nameIn(address) === log) this.#logs.delete(address);
	}

	close(): void {
		this.#ended = true;
		this.#stopWaiting();
		this.#options.presence.release(this);
		if (this.#dropped > 0) this.#options.log('messages-dropped', { count: this.#dropped });
	}

	#presence(address: string, states: Uint8Array): Uint8Array | null {
		try {
			const passing = this.#options.presence.filter(states, nameIn(address), this);
			if (!passing) return this.#drop();
			const encoder = encoding.createEncoder();
			encoding.writeVarString(encoder, address);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint8Array(encoder, passing);
			return encoding.toUint8Array(encoder);
		} catch {
			return this.#end('malformed');
		}
	}

	#drop(): null {
		this.#dropped += 1;
		return null;
	}

	#end(fault: GateFault): null {
		if (this.#ended) return null;
		this.#ended = true;
		this.#options.log('connection-refused', { reason: fault });
		this.#options.end(fault);
		return null;
	}
}

function nameIn(address: string): string {
	return address.split('\0', 1)[0] ?? address;
}
