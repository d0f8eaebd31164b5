import { describe, expect, it } from 'vitest';
import { nonceLife } from './limits.ts';
import { Nonces } from './nonces.ts';

describe('nonces', () => {
	let now = 1_000_000;
	let counter = 0;
	const random = (length: number) => new Uint8Array(length).fill(++counter);

	it('are good once for each log', () => {
		const nonces = new Nonces(random, () => now);
		const nonce = nonces.issue();
		expect(nonce).toHaveLength(32);
		expect(nonces.use(nonce, 'a')).toBe(true);
		expect(nonces.use(nonce, 'b')).toBe(true);
		expect(nonces.use(nonce, 'a')).toBe(false);
	});

	it('go stale, and do not come back when their use is forgotten', () => {
		const nonces = new Nonces(random, () => now);
		const [used, late] = [nonces.issue(), nonces.issue()];
		expect(nonces.use(used, 'a')).toBe(true);
		now += nonceLife + 1;
		expect(nonces.use(late, 'a')).toBe(false);
		nonces.use(nonces.issue(), 'a');
		expect(nonces.use(used, 'a')).toBe(false);
	});

	it('of others, changed ones and other lengths are refused', () => {
		const nonces = new Nonces(random, () => now);
		expect(nonces.use(new Nonces(random, () => now).issue(), 'a')).toBe(false);
		const nonce = nonces.issue();
		for (let at = 0; at < 32; at++) {
			expect(
				nonces.use(
					nonce.map((byte, i) => (i === at ? byte ^ 1 : byte)),
					'a'
				)
			).toBe(false);
		}
		expect(nonces.use(nonce.subarray(1), 'a')).toBe(false);
		expect(nonces.use(nonce, 'a')).toBe(true);
	});
});
