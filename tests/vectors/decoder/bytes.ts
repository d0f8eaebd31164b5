/**
 * A second decoder of the protocol, written from `docs/PROTOCOL.md` and sharing nothing with the app: what it cannot read, the document
 * does not say. It is slow and throws on the first thing that is not as it is written there.
 */
import { Buffer } from 'node:buffer';

export class Bytes {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = Buffer.from(bytes);
	}

	get at(): number {
		return this.#at;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#bytes.length;
	}

	raw(length: number): Buffer {
		must(this.#at + length <= this.#bytes.length, 'more bytes');
		this.#at += length;
		return this.#bytes.subarray(this.#at - length, this.#at);
	}

	u8(): number {
		return this.raw(1).readUInt8();
	}

	u16(): number {
		return this.raw(2).readUInt16BE();
	}

	u32(): number {
		return this.raw(4).readUInt32BE();
	}

	u64(): number {
		return Number(this.raw(8).readBigUInt64BE());
	}

	name(): string {
		return this.raw(this.u8()).toString('utf8');
	}

	channel(): string {
		const name = this.name();
		must(/^[a-z][a-z0-9-]{0,31}$/.test(name), 'a channel’s name');
		return name;
	}

	part(): Buffer {
		return this.raw(this.u32());
	}

	/** So many, one after another. */
	many<T>(count: number, one: () => T): T[] {
		return Array.from({ length: count }, one);
	}

	number(): number {
		let [value, times] = [0n, 1n];
		for (;;) {
			const byte = this.u8();
			value += BigInt(byte & 127) * times;
			times *= 128n;
			if (byte < 128) return Number(value);
		}
	}

	signed(): number {
		const first = this.u8();
		const value = (first & 63) + (first < 128 ? 0 : 64 * this.number());
		return first & 64 ? -value : value;
	}

	list<T>(one: () => T): T[] {
		return this.many(this.number(), one);
	}

	end(): void {
		must(this.isAtEnd, 'an end');
	}
}

export function must(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(`expected ${what}`);
}

export function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

export const none = Buffer.alloc(32);
