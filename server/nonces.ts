/**
 * The relay's nonces: 32 bytes that it can recognise without having kept them (u64 time ‖ 8 random ‖ 16 of an HMAC under a key of
 * this process), so that asking for many costs it nothing. A nonce may prove one reader for each log once.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { FrameReader, FrameWriter, joined, toText } from '#lib/seal/frame-bytes.ts';
import type { Clock } from '#lib/clock.ts';

/** Milliseconds for which a nonce is good. */
export const nonceLife = 60_000;

export class Nonces {
	readonly #clock: Clock;
	readonly #key = randomBytes(32);
	/** By nonce and log, when it ends; in order of ending, nearly. */
	readonly #spent = new Map<string, number>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	issue(): Uint8Array {
		const start = new FrameWriter().u64(this.#clock.now()).raw(randomBytes(8)).done();
		return joined(start, this.#seal(start));
	}

	fresh(nonce: Uint8Array, log: string): boolean {
		const start = nonce.subarray(0, 16);
		if (nonce.length !== 32 || !timingSafeEqual(nonce.subarray(16), this.#seal(start))) return false;
		const age = this.#clock.now() - new FrameReader(start).u64();
		return age >= 0 && age < nonceLife && !this.#spent.has(spentName(nonce, log));
	}

	/** False if it is spent already. */
	spend(nonce: Uint8Array, log: string): boolean {
		if (!this.fresh(nonce, log)) return false;
		this.#forgetOld();
		this.#spent.set(spentName(nonce, log), this.#clock.now() + nonceLife);
		return true;
	}

	#forgetOld(): void {
		const now = this.#clock.now();
		for (const [name, end] of this.#spent) {
			if (end > now) return;
			this.#spent.delete(name);
		}
	}

	#seal(start: Uint8Array): Uint8Array {
		return createHmac('sha256', this.#key).update(start).digest().subarray(0, 16);
	}
}

function spentName(nonce: Uint8Array, log: string): string {
	return `${toText(nonce)} ${log}`;
}
