import { afterEach, beforeEach, expect, it } from 'vitest';
import { HandClock } from '../tests/simulation/hand-clock.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { meetingLife } from './meetings.ts';

let clock: HandClock;
let relay: OurRelay;

beforeEach(async () => {
	clock = new HandClock();
	relay = await ourRelay({ clock, limits: { meetings: 12, meetingsPerMinute: 6 } });
});

afterEach(() => relay.close());

const at = (message: number, place = 'AbCd_-9') => `${relay.address}/relay/meeting/${place}/${message}`;

async function leave(message: number, text: string, place?: string): Promise<number> {
	return (await fetch(at(message, place), { method: 'POST', body: text })).status;
}

async function read(message: number): Promise<[number, string]> {
	const answer = await fetch(at(message));
	return [answer.status, answer.status === 200 ? await answer.text() : ''];
}

it('keeps a few messages in order, each as it was left first', async () => {
	expect(await read(0)).toEqual([404, '']);
	expect(await leave(1, 'too early')).toBe(404);
	expect(await leave(0, 'one')).toBe(200);
	expect(await leave(0, 'another')).toBe(409);
	expect(await read(0)).toEqual([200, 'one']);
	expect(await read(1)).toEqual([204, '']);
	expect(await leave(2, 'not yet')).toBe(409);
	for (const message of [1, 2, 3]) expect(await leave(message, `message ${message}`)).toBe(200);
	expect(await leave(4, 'one too many')).toBe(409);
	expect(await read(3)).toEqual([200, 'message 3']);
});

it('forgets a place two minutes after the latest message', async () => {
	await leave(0, 'one');
	await clock.advance(meetingLife - 1);
	await leave(1, 'two');
	await clock.advance(meetingLife - 1);
	expect(await read(1)).toEqual([200, 'two']);
	await clock.advance(1);
	expect(await read(1)).toEqual([404, '']);
	expect(await leave(0, 'anew')).toBe(200);
});

it('takes short messages, so many from one address, and says nothing of them', async () => {
	expect(await leave(0, 'a'.repeat(1025))).toBe(413);
	expect(await leave(0, 'a'.repeat(1024))).toBe(200);
	for (let more = 0; more < 10; more++) await leave(0, 'one', `place${10 + more}`);
	expect(await leave(0, 'one', 'placeXX')).toBe(429);
	await clock.advance(60_000);
	expect(await leave(0, 'one', 'placeXX')).toBe(200);
	expect(relay.lines.join('')).not.toContain('place');
});

it('is for pages of any origin, and for nothing but leaving and reading', async () => {
	await leave(0, 'one');
	expect((await fetch(at(0))).headers.get('access-control-allow-origin')).toBe('*');
	expect((await fetch(at(0), { method: 'DELETE' })).status).toBe(405);
	expect((await fetch(at(0, 'AbCd'))).status).toBe(404);
});
