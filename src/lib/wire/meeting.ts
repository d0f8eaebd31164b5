/** A meeting place at a relay: a few short messages in order, for a short time, which anybody may leave and read who knows its name. */
import type { Clock } from '#lib/clock.ts';
import { toText } from '#lib/seal/frame-bytes.ts';

export interface MeetingNetwork {
	readonly clock: Clock;
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** 'taken': something else is there; 'over': nobody can be met there, or no longer; 'busy': too many have been asked for from here. */
export type Left = 'left' | 'taken' | 'over' | 'busy' | 'unreachable';

export type Heard =
	{ readonly kind: 'message'; readonly bytes: Uint8Array } | { readonly kind: 'over' | 'unreachable' };

const askEvery = 700;
/** Some ten seconds without an answer. */
const mostFailures = 15;

export class MeetingPlace {
	readonly #network: MeetingNetwork;
	readonly #address: string;
	#stop: (() => void) | null = null;
	#closed = false;

	/** `relay`: its origin. */
	constructor(network: MeetingNetwork, relay: string, name: Uint8Array) {
		this.#network = network;
		this.#address = `${relay}/relay/meeting/${toText(name)}`;
	}

	/** Leaves the message with this number; number 0 opens the place. */
	async leave(number: number, bytes: Uint8Array): Promise<Left> {
		try {
			const body = bytes as Uint8Array<ArrayBuffer>;
			const { status } = await this.#network.fetch(`${this.#address}/${number}`, { method: 'POST', body });
			if (status === 200) return 'left';
			if (status === 409) return 'taken';
			if (status === 404) return 'over';
			return status === 429 ? 'busy' : 'unreachable';
		} catch {
			return 'unreachable';
		}
	}

	/** Waits for the message with this number, as long as the place is open. */
	async hear(number: number): Promise<Heard> {
		let failures = 0;
		while (!this.#closed) {
			const heard = await this.#ask(number);
			failures = heard?.kind === 'unreachable' ? failures + 1 : 0;
			if (heard && (heard.kind !== 'unreachable' || failures >= mostFailures)) return heard;
			await this.#pause();
		}
		return { kind: 'over' };
	}

	/** Waits for nothing more. */
	close(): void {
		this.#closed = true;
		this.#stop?.();
	}

	/** Null while there is nothing yet. */
	async #ask(number: number): Promise<Heard | null> {
		try {
			const answer = await this.#network.fetch(`${this.#address}/${number}`, { cache: 'no-store' });
			if (answer.status === 404) return { kind: 'over' };
			if (answer.status === 204) return null;
			if (answer.status !== 200) return { kind: 'unreachable' };
			return { kind: 'message', bytes: new Uint8Array(await answer.arrayBuffer()) };
		} catch {
			return { kind: 'unreachable' };
		}
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => {
			const cancel = this.#network.clock.after(askEvery, resolve);
			this.#stop = () => {
				cancel();
				resolve();
			};
		});
	}
}
