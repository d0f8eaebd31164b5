/** How often one network address may ask for what takes room: anyone may ask. */
import { isIPv6 } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import { Allowance } from './limits.ts';

const mostAddresses = 10_000;

export class AddressLimit {
	readonly #burst: number;
	readonly #perMinute: number;
	readonly #clock: Clock;
	/** The longest unused first. */
	readonly #networks = new Map<string, Allowance>();

	/** So many at once, and so many a minute after that. */
	constructor(burst: number, perMinute: number, clock: Clock) {
		this.#burst = burst;
		this.#perMinute = perMinute;
		this.#clock = clock;
	}

	/** `address`: the socket's own; what a header says of it anyone could have written. */
	allows(address: string): boolean {
		const now = this.#clock.now();
		const network = networkOf(address);
		const allowance = this.#networks.get(network) ?? new Allowance(this.#burst, this.#perMinute / 60, now);
		this.#networks.delete(network);
		this.#networks.set(network, allowance);
		const [longestUnused] = this.#networks.keys();
		if (this.#networks.size > mostAddresses && longestUnused !== undefined) {
			this.#networks.delete(longestUnused);
		}
		return allowance.take(1, now);
	}
}

/** Whoever has one IPv6 address has all 2^64 that begin like it. */
function networkOf(address: string): string {
	if (!isIPv6(address) || address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
	const [before = '', after = ''] = address.split('::');
	const [head, tail] = [before, after].map((groups) => groups.split(':').filter(Boolean));
	const zeros = Array.from({ length: 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => '0');
	return [...(head ?? []), ...zeros, ...(tail ?? [])].slice(0, 4).join(':');
}
