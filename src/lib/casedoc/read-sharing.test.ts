import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { endOf, isInForce } from '#lib/domain/opening.ts';
import { talkRef, type TalkDraft } from '#lib/domain/talk.ts';
import { docs, sync } from './docs.fixture.ts';
import { pushTalk } from './push-talk.ts';
import { readSharing } from './read-sharing.ts';

/** Strand 1 is Rosa's, whose case it is; 2 Maya's, who keeps the circle; 3 Ben's; 4 nobody's. */
const authors: Readonly<Record<number, string>> = { 1: 'rosa', 2: 'maya', 3: 'ben' };
const read = (doc: Y.Doc) =>
	readSharing(
		doc,
		(client) => authors[client],
		(member) => member === 'rosa',
		(invite) => invite === 'i1'
	);
const people = () => docs(4) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];

const terms = {
	to: [{ member: 'm1', name: 'Ben', invite: 'i1' }],
	what: 'Visits',
	purpose: 'To drive',
	until: 1000,
	event: ''
};
const opening: TalkDraft = { kind: 'opening', id: 'o', at: 10, ...terms, words: 'I agree.', wish: null };
const wish: TalkDraft = { kind: 'wish', id: 'w', at: 5, ...terms };
const [o, w] = [talkRef('maya', 'o'), talkRef('maya', 'w')];

describe('what a circle has been opened for', () => {
	it('is the same on every device, the latest first', () => {
		const [rosa, maya, ben] = people();
		pushTalk(maya, opening);
		pushTalk(rosa, { ...opening, id: 'later', at: 20 });
		sync(rosa, maya, ben);
		expect(read(ben).openings.map(({ id }) => id)).toEqual([talkRef('rosa', 'later'), o]);
		expect(read(rosa)).toEqual(read(maya));
	});

	it('ends by the word of whoever opened it, or of the client, and by nobody else’s', () => {
		const [rosa, maya, ben, nobody] = people();
		pushTalk(maya, opening);
		pushTalk(ben, { kind: 'closing', id: 'c', at: 11, item: o, why: 'withdrawn' });
		pushTalk(nobody, { kind: 'closing', id: 'c', at: 11, item: o, why: 'withdrawn' });
		sync(rosa, maya, ben, nobody);
		expect(read(rosa).openings[0]?.ended).toBeNull();
		pushTalk(rosa, { kind: 'closing', id: 'c', at: 30, item: o, why: 'event' });
		pushTalk(maya, { kind: 'closing', id: 'c', at: 40, item: o, why: 'withdrawn' });
		sync(rosa, maya, ben, nobody);
		expect(read(ben).openings[0]?.ended).toEqual({ by: 'rosa', at: 30, why: 'event' });
	});

	it('is left when nobody sits by it any more, nor may sit down', () => {
		const [rosa] = people();
		pushTalk(rosa, opening);
		pushTalk(rosa, { ...opening, id: 'other', to: [{ member: 'm1', name: 'Ben', invite: 'i2' }] });
		expect(new Map(read(rosa).openings.map((one) => [one.id, isInForce(one, 0)]))).toEqual(
			new Map([
				[talkRef('rosa', 'o'), true],
				[talkRef('rosa', 'other'), false]
			])
		);
	});

	it('ends when its time comes, or before', () => {
		const to = terms.to.map((person) => ({ ...person, held: true }));
		const open = { ...opening, to, by: 'maya', id: o, ended: null } as const;
		expect([endOf(open, 999), endOf(open, 1000)]).toEqual([null, 1000]);
		const ended = { ...open, ended: { by: 'rosa', at: 30, why: 'withdrawn' } } as const;
		expect([endOf(ended, 999), endOf(ended, 2000)]).toEqual([30, 30]);
		expect(endOf({ ...open, until: 0 }, 1e12)).toBeNull();
		expect([open, { ...open, to: [] }, ended].map((one) => isInForce(one, 999))).toEqual([
			true,
			false,
			false
		]);
	});
});

describe('a wish', () => {
	it('is answered by the client: opened, or not', () => {
		const [rosa, maya, ben] = people();
		pushTalk(maya, wish);
		pushTalk(maya, { ...wish, id: 'other' });
		sync(rosa, maya, ben);
		pushTalk(ben, { kind: 'decline', id: 'd', at: 6, item: w });
		sync(rosa, maya, ben);
		expect(read(rosa).wishes.map(({ answered }) => answered)).toEqual([null, null]);
		pushTalk(rosa, { ...opening, wish: w });
		pushTalk(rosa, { kind: 'decline', id: 'd', at: 7, item: talkRef('maya', 'other') });
		sync(rosa, maya, ben);
		expect(new Map(read(ben).wishes.map(({ id, answered }) => [id, answered]))).toEqual(
			new Map([
				[w, 'opened'],
				[talkRef('maya', 'other'), 'declined']
			])
		);
	});

	it('is taken back by whoever had it only', () => {
		const [rosa, maya, ben] = people();
		pushTalk(maya, wish);
		pushTalk(ben, { kind: 'withdraw', id: 'x', at: 6, item: w });
		sync(rosa, maya, ben);
		expect(read(rosa).wishes[0]?.answered).toBeNull();
		pushTalk(maya, { kind: 'withdraw', id: 'x', at: 6, item: w });
		sync(rosa, maya, ben);
		expect(read(rosa).wishes[0]?.answered).toBe('taken-back');
	});
});
