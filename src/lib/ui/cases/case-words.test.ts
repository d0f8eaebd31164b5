import { expect, test } from 'vitest';
import type { Seat } from '#lib/session/seats.ts';
import { listStatus, newsWords, sentWords } from './case-words.ts';

function seat(change: {
	relays?: string[];
	people?: number;
	news?: number;
	looked?: object;
	name?: string;
}): Seat {
	const { relays = ['https://relay.test'], people = 2, news = 0, looked = null, name = 'Rosa' } = change;
	return {
		relays,
		looked,
		summary: {
			name,
			stage: null,
			news,
			openedAt: 0,
			people: Array.from({ length: people }, () => ({ id: 'x', name: 'x' }))
		}
	} as unknown as Seat;
}

test('what has changed since I looked', () => {
	expect(newsWords(seat({ news: 1 }))).toBe('1 thing is new since you looked');
	expect(newsWords(seat({ news: 3 }))).toBe('3 things are new since you looked');
	expect(newsWords(seat({ looked: {} }))).toBe('Nothing new since you looked');
	expect(newsWords(seat({ name: '' }))).toBe('Not opened yet');
});

test('where what I wrote is now: never more than is known', () => {
	expect(sentWords(seat({}), null)).toBe('');
	expect(sentWords(seat({}), true)).toBe('Saved on this device, not sent yet');
	expect(sentWords(seat({}), false)).toBe('Sent to the team');
	expect(sentWords(seat({ people: 1 }), false)).toBe('Saved on this device');
	expect(sentWords(seat({ relays: [] }), false)).toBe('Only on this device');
});

test('the line above the list', () => {
	const sent = { seat: seat({}), waiting: false };
	expect(listStatus(true, [sent])).toEqual({ kind: 'sent' });
	expect(listStatus(true, [sent, { seat: seat({}), waiting: true }])).toEqual({ kind: 'saved' });
	expect(listStatus(true, [{ seat: seat({}), waiting: null }])).toBeNull();
	expect(listStatus(false, [sent])).toEqual({ kind: 'offline' });
	expect(listStatus(false, [{ seat: seat({ relays: [] }), waiting: false }])).toEqual({ kind: 'saved' });
});
