import { expect, it } from 'vitest';
import { parseTalkItem, type TalkItem } from './talk.ts';
import { longestTerm } from './terms.ts';

const terms = {
	to: [{ member: 'm1', name: 'Ben', invite: 'i1' }],
	what: 'My home',
	purpose: 'To make it safe',
	until: 5,
	event: ''
};
const opening: TalkItem = { kind: 'opening', id: 'o', at: 1, ...terms, words: 'I agree.', wish: null };
const items: TalkItem[] = [
	opening,
	{ kind: 'wish', id: 'w', at: 1, ...terms, to: [{ member: 'm1', name: 'Ben', invite: null }] },
	{ kind: 'decline', id: 'd', at: 1, item: 'ana/w' },
	{ kind: 'closing', id: 'c', at: 1, item: 'ana/o', why: 'event' },
	{ kind: 'visit', id: 'v', at: 1, part: 'plan', day: '2026-01-05' }
];

it.each(items.map((item) => [item.kind, item] as const))('lets a %s through as it was', (_, item) => {
	expect(parseTalkItem({ ...item, colour: 'green' })).toEqual(item);
});

it.each([
	['nobody', { to: [] }],
	['somebody who is none', { to: [{ member: '../x', name: 'Ben', invite: null }] }],
	['an invitation that is none', { to: [{ member: 'm1', name: 'Ben', invite: 7 }] }],
	['fewer than it says', { to: [...terms.to, null] }],
	['more people than there are seats', { to: Array.from({ length: 51 }, () => terms.to[0]) }],
	['no list', { to: 'Ben' }],
	['no time', { until: -1 }],
	['a time in words', { until: 'tomorrow' }]
])('refuses an opening to %s', (_, wrong) => {
	expect(parseTalkItem({ ...opening, ...wrong })).toBeUndefined();
});

it.each([
	['closing', { kind: 'closing', item: 'ana/o', why: 'boredom' }],
	['closing of nothing', { kind: 'closing', item: 'o', why: 'time' }],
	['decline of nothing', { kind: 'decline' }],
	['visit of no part', { kind: 'visit', part: 'cellar', day: '2026-01-05' }],
	['visit on no day', { kind: 'visit', part: 'plan', day: '2026-02-31' }]
])('refuses a %s', (_, wrong) => {
	expect(parseTalkItem({ id: 'x', at: 1, ...wrong })).toBeUndefined();
});

it('cuts words that are too long, and takes none where there are none', () => {
	const long = parseTalkItem({ ...opening, what: 'x'.repeat(longestTerm + 9), purpose: 7, wish: 'none' });
	expect(long).toMatchObject({ what: 'x'.repeat(longestTerm), purpose: '', wish: null });
});
