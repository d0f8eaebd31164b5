import { expect, it } from 'vitest';
import { HandClock } from '../tests/simulation/hand-clock.ts';
import { ourRelay } from '../tests/relays/our-relay.ts';
import { SealedCase } from '../tests/relays/sealed-case.ts';
import { AddressLimit } from './address-limit.ts';

function allowed(limit: AddressLimit, address: string, times: number): number {
	return Array.from({ length: times }, () => limit.allows(address)).filter(Boolean).length;
}

it('lets thirty be founded at once and ten a minute after, from each address', async () => {
	const clock = new HandClock();
	const limit = new AddressLimit(30, 10, clock);
	expect(allowed(limit, '192.0.2.1', 100)).toBe(30);
	expect(allowed(limit, '192.0.2.2', 3)).toBe(3);
	await clock.advance(60_000);
	expect(allowed(limit, '192.0.2.1', 100)).toBe(10);
	await clock.advance(24 * 60 * 60_000);
	expect(allowed(limit, '192.0.2.1', 100)).toBe(30);
});

it('counts one network under IPv6 as one address, and IPv4 within it for itself', () => {
	const limit = new AddressLimit(30, 10, new HandClock());
	const same = ['2001:db8:0:7::1', '2001:db8:0:7:ffff::', '2001:db8::7:1:2:3:4'];
	expect(same.map((address) => allowed(limit, address, 15))).toEqual([15, 15, 0]);
	expect(allowed(limit, '2001:db8::1', 40)).toBe(30);
	expect(allowed(limit, '::ffff:192.0.2.1', 20)).toBe(20);
	expect(allowed(limit, '192.0.2.1', 20)).toBe(10);
	expect(allowed(limit, '::ffff:192.0.2.9', 20)).toBe(20);
});

it('forgets whom it has not heard from for longest rather than grow without end', () => {
	const limit = new AddressLimit(30, 10, new HandClock());
	expect(allowed(limit, '192.0.2.1', 30)).toBe(30);
	for (let i = 0; i < 10_000; i++) limit.allows(`10.0.${i >> 8}.${i & 255}`);
	expect(limit.allows('192.0.2.1')).toBe(true);
});

it('is told by the relay in plain words, and another day it takes the case', async () => {
	const clock = new HandClock();
	const relay = await ourRelay({ clock, limits: { foundings: 2, foundingsPerMinute: 1 } });
	const [one, other] = [await SealedCase.found('one'), await SealedCase.found('other')];
	for (let times = 0; times < 2; times++) expect((await relay.found(one)).status).toBe(200);
	const refused = await relay.found(other);
	expect([refused.status, await refused.json()]).toEqual([429, { kind: 'refused', reason: 'too-many' }]);
	expect(refused.headers.get('access-control-allow-origin')).toBe('*');
	await clock.advance(60_000);
	expect((await relay.found(other)).status).toBe(200);
	await relay.close();
});
