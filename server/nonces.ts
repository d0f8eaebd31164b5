/**
 * Nonces that need no memory until they are used: 8 bytes of time, 8 of chance and 16 of HMAC-SHA-256 under a secret of this process.
 * So asking for nonces costs nothing that could be exhausted, and a restart makes all old ones void.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { joined, toText } from '#lib/seal/frame-bytes.ts';
import { mostUsedNonces, nonceLife } from './limits.ts';

export class Nonces {
	readonly #secret: Uint8Array;
	readonly #random: (length: number) => Uint8Array;
	readonly #now: () => number;
	/** By nonce and log, the moment from which it is stale anyway; oldest first. */
	readonly #used = new Map<string, number>();

	constructor(random: (length: number) => Uint8Array, now: () => number) {
		this.#random = random;
		this.#now = now;
		this.#secret = random(32);
	}

	/** 32 bytes. */
	issue(): Uint8Array {
		const time = new Uint8Array(8);
		new DataView(time.buffer).setBigUint64(0, BigInt(this.#now()));
		const open = joined(time, this.#random(8));
		return joined(open, this.#mark(open));
	}

	isFresh(nonce: Uint8Array, log: string): boolean {
		const age = this.#age(nonce);
		return age !== null && age >= 0 && age <= nonceLife && !this.#used.has(nameOf(nonce, log));
	}

	/** True the first time that a fresh nonce is used for a log, and never again. */
	use(nonce: Uint8Array, log: string): boolean {
		if (!this.isFresh(nonce, log)) return false;
		this.#forgetStale();
		if (this.#used.size >= mostUsedNonces) return false;
		this.#used.set(nameOf(nonce, log), this.#now() + nonceLife);
		return true;
	}

	#age(nonce: Uint8Array): number | null {
		if (nonce.length !== 32) return null;
		const open = nonce.subarray(0, 16);
		if (!timingSafeEqual(this.#mark(open), nonce.subarray(16))) return null;
		return this.#now() - Number(new DataView(open.buffer, open.byteOffset).getBigUint64(0));
	}

	#mark(open: Uint8Array): Uint8Array {
		return new Uint8Array(createHmac('sha256', this.#secret).update(open).digest().subarray(0, 16));
	}

	#forgetStale(): void {
		const now = this.#now();
		for (const [name, stale] of this.#used) {
			if (stale >= now) return;
			this.#used.delete(name);
		}
	}
}

function nameOf(nonce: Uint8Array, log: string): string {
	return `${toText(nonce)} ${log}`;
}
