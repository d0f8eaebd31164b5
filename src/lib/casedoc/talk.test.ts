import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { longestRemark, talkRef } from '#lib/domain/talk.ts';
import { docs, sync } from './docs.fixture.ts';
import { pushTalk } from './push-talk.ts';
import { readTalk } from './read-talk.ts';

/** Strands 1 and 4 are Ana's devices, 2 is Ben's, 3 is Cleo's. Strand 9 is nobody's. */
const authors: Readonly<Record<number, string>> = { 1: 'ana', 2: 'ben', 3: 'cleo', 4: 'ana' };
const authorOf = (client: number) => authors[client];
const about = { record: 'goal', id: 'g1' } as const;
const [c1, r1] = [talkRef('ana', 'c1'), talkRef('ben', 'r1')];

function people(): [Y.Doc, Y.Doc, Y.Doc, Y.Doc] {
	return docs(4) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];
}

/** Ana comments and Ben replies; everybody has heard it. */
function thread(): [Y.Doc, Y.Doc, Y.Doc, Y.Doc] {
	const all = people();
	const [ana, ben] = all;
	pushTalk(ana, { kind: 'comment', id: 'c1', at: 100, about, text: 'Stairs?' });
	sync(...all);
	pushTalk(ben, { kind: 'reply', id: 'r1', at: 200, to: c1, text: 'First thing.' });
	sync(...all);
	return all;
}

function read(doc: Y.Doc) {
	return readTalk(doc, authorOf);
}

describe('talk', () => {
	it('gathers comments with their replies, the same on every device', () => {
		const all = thread();
		const talk = read(all[0]);
		expect(talk).toEqual({
			threads: [
				{
					id: c1,
					about,
					asksForHelp: false,
					suggests: null,
					said: { id: c1, by: 'ana', at: 100, text: 'Stairs?', edited: false, withdrawn: false },
					replies: [{ id: r1, by: 'ben', at: 200, text: 'First thing.', edited: false, withdrawn: false }],
					resolved: null
				}
			],
			answers: []
		});
		for (const doc of all) expect(read(doc)).toEqual(talk);
	});

	it('holds other words for a text, and what was decided upon them', () => {
		const [ana, ben, cleo] = people();
		const field = { ...about, field: 'words' };
		const first = { kind: 'suggestion', id: 's1', at: 100, about: field, was: 'Stairs', text: '' } as const;
		expect(pushTalk(ana, { ...first, instead: '  ' })).toEqual({ kind: 'empty' });
		expect(pushTalk(ana, { ...first, instead: 'x'.repeat(longestRemark + 1) }).kind).toBe('too-long');
		expect(pushTalk(ana, { ...first, instead: 'Climb', text: 'y'.repeat(longestRemark + 1) }).kind).toBe(
			'too-long'
		);
		pushTalk(ana, { ...first, instead: 'Climb the stairs' });
		sync(ana, ben, cleo);
		const s1 = talkRef('ana', 's1');
		const open = read(ben).threads[0];
		expect(open).toMatchObject({
			about: field,
			suggests: { field: 'words', was: 'Stairs', instead: 'Climb the stairs', decision: null },
			resolved: null
		});
		pushTalk(ben, { kind: 'left', id: 'd1', at: 200, item: s1, text: 'Not yet' });
		sync(ana, ben, cleo);
		pushTalk(cleo, { kind: 'reply', id: 'r2', at: 250, to: s1, text: 'Why not?' });
		// His clock is slow: that he says it in sight of the first counts.
		pushTalk(ben, { kind: 'taken-up', id: 'd2', at: 150, item: s1, text: '' });
		sync(ana, ben, cleo);
		for (const doc of [ana, ben, cleo]) {
			const [thread] = read(doc).threads;
			expect(thread?.suggests?.decision).toEqual({ at: 150, by: 'ben', takenUp: true, text: '' });
			expect(thread?.resolved).toEqual({ at: 150, by: 'ben' });
			expect(thread?.replies.map(({ text }) => text)).toEqual(['Why not?']);
		}
		pushTalk(ana, { kind: 'reopen', id: 'o1', at: 300, item: s1 });
		expect(read(ana).threads[0]?.resolved).toBeNull();
	});

	it('lets only the author change or take back words, from any of their devices', () => {
		const [ana, ben, , anaPhone] = thread();
		pushTalk(ben, { kind: 'edit', id: 'e1', at: 300, item: c1, text: 'Ben puts words in her mouth' });
		pushTalk(ben, { kind: 'withdraw', id: 'w1', at: 300, item: c1 });
		pushTalk(anaPhone, { kind: 'edit', id: 'e1', at: 5, item: c1, text: 'The stairs?' });
		sync(ana, ben, anaPhone);
		expect(read(ana).threads[0]?.said).toMatchObject({ text: 'The stairs?', edited: true, withdrawn: false });
		pushTalk(ben, { kind: 'withdraw', id: 'w2', at: 301, item: r1 });
		expect(read(ben).threads[0]?.replies[0]).toMatchObject({ text: '', edited: false, withdrawn: true });
	});

	it('settles and reopens threads in the order in which people saw it, not by their clocks', () => {
		const [ana, ben, cleo] = thread();
		pushTalk(ben, { kind: 'resolve', id: 's1', at: 9_000_000, item: c1 });
		sync(ana, ben, cleo);
		expect(read(ana).threads[0]?.resolved).toEqual({ at: 9_000_000, by: 'ben' });
		pushTalk(cleo, { kind: 'reopen', id: 's2', at: 5, item: c1 });
		sync(ana, ben, cleo);
		expect(read(ana).threads[0]?.resolved).toBeNull();
	});

	it('keeps one answer for each person and goal, the latest by what they had seen', () => {
		const [ana, ben, , anaPhone] = people();
		pushTalk(ana, { kind: 'answer', id: 'a1', at: 86_400_000, goal: 'g1', stance: 'unsure', why: 'Hm.' });
		pushTalk(ben, { kind: 'answer', id: 'a1', at: 100, goal: 'g1', stance: 'disagree', why: '' });
		sync(ana, ben, anaPhone);
		pushTalk(anaPhone, {
			kind: 'answer',
			id: 'a2',
			at: 200,
			goal: 'g1',
			stance: 'agree',
			why: 'I slept on it.'
		});
		sync(ana, ben, anaPhone);
		expect(read(ben).answers.map(({ by, stance, why }) => [by, stance, why])).toEqual([
			['ana', 'agree', 'I slept on it.'],
			['ben', 'disagree', '']
		]);
		pushTalk(ana, { kind: 'withdraw', id: 'w1', at: 300, item: talkRef('ana', 'a2') });
		expect(read(ana).answers.map(({ by }) => by)).toEqual(['ben']);
	});

	it('shows a call for help as a thread about the step', () => {
		const [ana] = people();
		pushTalk(ana, { kind: 'help', id: 'h1', at: 1, step: 's1', text: '' });
		expect(read(ana).threads[0]).toMatchObject({ about: { record: 'step', id: 's1' }, asksForHelp: true });
	});

	it('puts a reply after what it answers, though the clocks say otherwise', () => {
		const [ana, ben, cleo] = thread();
		pushTalk(cleo, { kind: 'reply', id: 'r2', at: 1, to: r1, text: 'And then?' });
		sync(ana, ben, cleo);
		expect(read(ana).threads[0]?.replies.map(({ text }) => text)).toEqual(['First thing.', 'And then?']);
	});

	it('refuses a remark without words or with too many, and adds nothing', () => {
		const [ana] = people();
		const comment = { kind: 'comment', id: 'c1', at: 1, about } as const;
		expect(pushTalk(ana, { ...comment, text: ' \n' })).toEqual({ kind: 'empty' });
		expect(pushTalk(ana, { ...comment, text: 'x'.repeat(longestRemark + 1) })).toEqual({
			kind: 'too-long',
			longest: longestRemark
		});
		expect(() => pushTalk(ana, { ...comment, id: 'a/b', text: 'x' })).toThrow(RangeError);
		expect(ana.share.size).toBe(0);
	});
});

describe('hostile talk', () => {
	it('is not heard in the name of others', () => {
		const [ana, ben, , anaPhone] = thread();
		// Ben's program pushes into Ana's array, and into that of a strand that nobody has.
		ben.getArray('1').push([{ kind: 'comment', id: 'c2', at: 1, about, text: 'Forged' }]);
		ben.getArray('9').push([{ kind: 'comment', id: 'c3', at: 1, about, text: 'Nobody' }]);
		ben.getArray('01').push([{ kind: 'comment', id: 'c4', at: 1, about, text: 'Nearly Ana' }]);
		ben.getArray('2').push([{ kind: 'comment', id: 'c1', at: 1, about, text: 'Same id as Ana’s' }]);
		sync(ana, ben, anaPhone);
		expect(read(ana).threads.map(({ id, said }) => [id, said.text])).toEqual([
			[talkRef('ben', 'c1'), 'Same id as Ana’s'],
			[c1, 'Stairs?']
		]);
	});

	it('does not get the last word by claiming a high turn', () => {
		const [ana, ben] = thread();
		ben
			.getArray('2')
			.push([{ kind: 'resolve', id: 's1', at: 8e15, item: c1, turn: Number.MAX_SAFE_INTEGER }]);
		sync(ana, ben);
		expect(read(ana).threads[0]?.resolved?.by).toBe('ben');
		pushTalk(ana, { kind: 'reopen', id: 's2', at: 400, item: c1 });
		expect(read(ana).threads[0]?.resolved).toBeNull();
	});

	it('leads nowhere in circles, chains and references to nothing', () => {
		const [ana, ben] = thread();
		const said = ben.getArray('2');
		const ben1 = (id: string, to: string) => ({ kind: 'reply', id, at: 1, to, text: id });
		said.push([ben1('x', 'ben/y'), ben1('y', 'ben/x'), ben1('z', 'ben/z'), ben1('n', 'cleo/none')]);
		said.push(Array.from({ length: 20_000 }, (_, n) => ben1(`d${n}`, n === 0 ? 'ana/c1' : `ben/d${n - 1}`)));
		said.push([{ kind: 'edit', id: 'e', at: 1, item: 'ben/nothing', text: 'x', turn: 1 }]);
		sync(ana, ben);
		const { replies } = read(ana).threads[0] ?? { replies: [] };
		expect(replies).toHaveLength(20_001);
		expect(replies.some(({ text }) => 'xyzn'.includes(text))).toBe(false);
	});

	it('is cut when it is a megabyte, and shown with whatever time it claims', () => {
		const [ana] = people();
		ana.getArray('1').push([{ kind: 'comment', id: 'c1', at: 8.64e15, about, text: '😀'.repeat(500_000) }]);
		const said = read(ana).threads[0]?.said;
		expect(said?.text.length).toBe(longestRemark);
		expect(said?.text.isWellFormed()).toBe(true);
		expect(new Date(said?.at ?? 0).getTime()).toBe(8.64e15);
	});

	it('never makes reading throw, whatever the items are', () => {
		const seed = Date.now() & 0x7fffffff;
		const field = fc.oneof(
			fc.jsonValue(),
			fc.constantFrom('c1', 'ana/c1', 'comment', 'reply', 'edit', 'answer', 1, 2)
		);
		const names = fc.constantFrom(
			'kind',
			'id',
			'at',
			'about',
			'text',
			'to',
			'item',
			'turn',
			'goal',
			'stance'
		);
		const item = fc.oneof(fc.jsonValue(), fc.dictionary(names, field)).map((value) => structuredClone(value));
		fc.assert(
			fc.property(fc.array(item, { maxLength: 10 }), (items) => {
				const [ana] = thread();
				ana.getArray('1').push([...items, new Y.Map(), new Uint8Array(3), null, 'text']);
				expect(read(ana).threads[0]?.said.by).toBe('ana');
			}),
			{ seed, numRuns: 300 }
		);
	});
});
