/**
 * Stands before Hocuspocus on each WebSocket: lets well-formed messages of the kinds that we use pass, within limits, and closes on
 * floods and nonsense.
 */
import * as encoding from 'lib0/encoding';
import type { Clock } from '#lib/clock.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import type { Read, Taken } from './append-answer.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Allowance, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import { asUpdate, awareness, readMessage, type ClientMessage } from './message.ts';
import { readPresence } from './presence.ts';

export type GateFault = 'text' | 'malformed' | 'too-fast' | 'too-many-logs' | 'no-authentication';

export interface GateOptions {
	readonly limits: Limits;
	readonly clock: Clock;
	readonly log: Log;
	/** Presence that ends on a log, as an awareness update of nulls. */
	readonly left: (name: string, update: Uint8Array) => void;
	readonly read: (log: LogName, update: Uint8Array) => Promise<Read>;
	/** Closes the WebSocket (1008) with this reason. */
	readonly end: (fault: GateFault) => void;
}

interface OpenLog {
	proved: boolean;
	/** Bytes that came before the proof. */
	unproven: number;
	/** Requests for the log that Hocuspocus has not come to. */
	asking: number;
	/** Updates that Hocuspocus has not come to, in their order. */
	readonly ahead: Ahead[];
}

/** An update on its way to Hocuspocus, and what has been found out about it and done with it meanwhile. */
export interface Ahead {
	readonly body: Uint8Array;
	/** Null if it came before its reader was proved. */
	readonly read: Promise<Read> | null;
	taken: Taken | null;
}

export class Gate {
	readonly #options: GateOptions;
	readonly #messages: Allowance;
	readonly #bytes: Allowance;
	/** By address as the client writes it. */
	readonly #logs = new Map<string, OpenLog>();
	readonly #stopWaiting: () => void;
	/** Bytes, over all logs. */
	#unproven = 0;
	#waiting = 0;
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
		if (message.kind === 'close') return this.#forget(message.address) ? data : this.#drop();
		const { address } = message;
		const log = this.#logs.get(address) ?? this.#open(address);
		if (!log || !this.#holds(log, message, data.length)) return null;
		if (message.kind === 'update') asUpdate(data, message.at);
		if (message.kind !== 'presence') return data;
		return message.log.channel === rosterChannel ? this.#presence(address, message.states) : this.#drop();
	}

	/** The reader of a log has been proved. */
	proved(name: string): void {
		this.#stopWaiting();
		for (const [address, log] of this.#logs) {
			if (nameIn(address) !== name) continue;
			this.#unproven -= log.unproven;
			log.unproven = 0;
			log.proved = true;
		}
	}

	/** Hocuspocus has come to a request for the log. */
	answered(address: string): void {
		const log = this.#logs.get(address);
		if (log && log.asking > 0) log.asking -= 1;
	}

	/** The update that Hocuspocus has come to, as far as it is known here. */
	arrived(address: string, body: Uint8Array): Ahead | null {
		const next = this.#logs.get(address)?.ahead.shift();
		if (!next) return null;
		this.#waiting -= next.body.length;
		const isSame = next.body.buffer === body.buffer && next.body.byteOffset === body.byteOffset;
		return isSame && next.body.length === body.length ? next : null;
	}

	/** At most so many of the updates behind it. */
	behind(address: string, most: number): readonly Ahead[] {
		return this.#logs.get(address)?.ahead.slice(0, most) ?? [];
	}

	/** A log was not opened, or was closed. */
	forget(name: string): void {
		for (const address of [...this.#logs.keys()]) if (nameIn(address) === name) this.#forget(address);
	}

	close(): void {
		this.#ended = true;
		this.#stopWaiting();
		if (this.#dropped > 0) this.#options.log('messages-dropped', { count: this.#dropped });
	}

	#open(address: string): OpenLog | null {
		if (this.#logs.size >= this.#options.limits.mostLogs) return this.#end('too-many-logs');
		const log = { proved: false, unproven: 0, asking: 0, ahead: [] };
		this.#logs.set(address, log);
		return log;
	}

	#forget(address: string): boolean {
		const log = this.#logs.get(address);
		if (!log) return false;
		this.#unproven -= log.unproven;
		for (const { body } of log.ahead) this.#waiting -= body.length;
		return this.#logs.delete(address);
	}

	/** Keeps account of what Hocuspocus will hold until it comes to it. */
	#holds(log: OpenLog, message: ClientMessage, size: number): boolean {
		if (!log.proved) {
			log.unproven += size;
			this.#unproven += size;
		}
		if (message.kind === 'update') {
			this.#waiting += message.body.length;
		}
		if (message.kind === 'ask') log.asking += 1;
		const { unproven, waiting, asking } = this.#options.limits;
		if (this.#unproven > unproven || this.#waiting > waiting || log.asking > asking) {
			this.#end('too-fast');
			return false;
		}
		if (message.kind === 'update') {
			// Signatures of several updates are checked at once; but not for those who have proved nothing.
			const read = log.proved ? this.#options.read(message.log, message.body) : null;
			log.ahead.push({ body: message.body, read, taken: null });
		}
		return true;
	}

	#presence(address: string, states: Uint8Array): Uint8Array | null {
		try {
			const { here, left } = readPresence(states);
			if (left) this.#options.left(nameIn(address), left);
			if (!here) return left ? null : this.#drop();
			const encoder = encoding.createEncoder();
			encoding.writeVarString(encoder, address);
			encoding.writeVarUint(encoder, awareness);
			encoding.writeVarUint8Array(encoder, here);
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
