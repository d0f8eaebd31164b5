import { afterEach, beforeEach, expect, it } from 'vitest';
import { HandClock } from '../tests/simulation/hand-clock.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';

let clock: HandClock;
let relay: OurRelay;

beforeEach(async () => {
	clock = new HandClock();
	relay = await ourRelay({ clock, limits: { pointers: 4, pointersPerMinute: 2 } });
});

afterEach(() => relay.close());

const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(43));
const at = (name: string) => `${relay.address}/relay/pointer/${name}`;

async function leave(name: string, text: string): Promise<number> {
	const headers = { connection: 'close' };
	return (await fetch(at(name), { method: 'POST', body: text, headers })).status;
}

async function read(name: string): Promise<[number, string]> {
	// A connection from before the relay was started anew is of no use.
	const answer = await fetch(at(name), { headers: { connection: 'close' } });
	return [answer.status, answer.status === 200 ? await answer.text() : ''];
}

it('keeps what was left first, also when it is started anew', async () => {
	const [name = '', other = ''] = names;
	expect((await read(name))[0]).toBe(404);
	expect(await leave(name, 'one')).toBe(200);
	expect(await leave(name, 'one')).toBe(200);
	expect(await leave(name, 'another')).toBe(409);
	await relay.restart();
	expect(await read(name)).toEqual([200, 'one']);
	expect((await read(other))[0]).toBe(404);
});

it('takes a few short ones from one address, and says nothing of them', async () => {
	const [name = '', , , , last = ''] = names;
	expect(await leave(name, 'a'.repeat(1025))).toBe(413);
	for (const each of names.slice(0, 3)) expect(await leave(each, 'a'.repeat(1024))).toBe(200);
	expect(await leave(last, 'one')).toBe(429);
	await clock.advance(60_000);
	expect(await leave(last, 'one')).toBe(200);
	expect(relay.lines.join('')).not.toContain('aaaa');
});

it('is for pages of any origin, and for nothing but leaving and reading', async () => {
	const [name = ''] = names;
	await leave(name, 'one');
	const answer = await fetch(at(name));
	expect(answer.headers.get('access-control-allow-origin')).toBe('*');
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect((await fetch(at(name), { method: 'DELETE' })).status).toBe(405);
	expect((await fetch(at('short'))).status).toBe(404);
});
