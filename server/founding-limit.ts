/** How often one network address may found documents: each takes room for good, and anyone may ask. */
import { isIPv6 } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import { Allowance, type Limits } from './limits.ts';

const mostAddresses = 10_000;

export class FoundingLimit {
	readonly #limits: Limits;
	readonly #clock: Clock;
	/** The longest unused first. */
	readonly #networks = new Map<string, Allowance>();

	constructor(limits: Limits, clock: Clock) {
		this.#limits = limits;
		this.#clock = clock;
	}

	/** `address`: the socket's own; what a header says of it anyone could have written. */
	allows(address: string): boolean {
		const { foundings, foundingsPerMinute } = this.#limits;
		const now = this.#clock.now();
		const network = networkOf(address);
		const allowance = this.#networks.get(network) ?? new Allowance(foundings, foundingsPerMinute / 60, now);
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
