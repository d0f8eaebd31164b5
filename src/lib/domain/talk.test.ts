import { describe, expect, it } from 'vitest';
import { anchorKey, parseAnchor } from './anchor.ts';
import type { TalkItem } from './talk.ts';
import { isTalkRef, longestRemark, parseTalkItem, refAuthor, talkRef } from './talk.ts';
import { isShown } from './thread.ts';
import { latest, nextTurn } from './turn.ts';

const items: TalkItem[] = [
	{ kind: 'comment', id: 'c', at: 1, about: { record: 'need', id: 'n1', field: 'words' }, text: 'x' },
	{ kind: 'help', id: 'h', at: 1, step: 's1', text: '' },
	{ kind: 'reply', id: 'r', at: 1, to: 'ana/c', text: 'x' },
	{ kind: 'edit', id: 'e', at: 1, item: 'ana/c', text: 'x', turn: 1 },
	{ kind: 'withdraw', id: 'w', at: 1, item: 'ana/c' },
	{ kind: 'resolve', id: 's', at: 1, item: 'ana/c', turn: 1 },
	{ kind: 'reopen', id: 'o', at: 1, item: 'ana/c', turn: 2 },
	{ kind: 'answer', id: 'a', at: 1, goal: 'g1', stance: 'unsure', why: '', turn: 1 }
];

describe('parseTalkItem', () => {
	it.each(items.map((item) => [item.kind, item] as const))(
		'lets a %s through, without what it does not know',
		(_, item) => {
			expect(parseTalkItem({ ...item, colour: 'green', by: 'someone else' })).toEqual(item);
		}
	);

	it.each(items.map((item) => [item.kind, item] as const))(
		'refuses a %s of which anything is wrong',
		(_, item) => {
			for (const field of Object.keys(item).filter((name) => name !== 'why')) {
				for (const wrong of [undefined, null, -1, 1.5, {}, [], 'no id at all', '../x']) {
					if (typeof wrong === 'string' && field === 'text') continue;
					expect(parseTalkItem({ ...item, [field]: wrong })).toBeUndefined();
				}
			}
		}
	);

	it('cuts what is too long, and not through a character', () => {
		const text = `${'x'.repeat(longestRemark - 2)}😀😀`;
		const cut = parseTalkItem({ ...items[0], text });
		expect(cut).toMatchObject({ text: expect.stringMatching(/…$/) as string });
		expect(cut?.kind === 'comment' && cut.text.isWellFormed()).toBe(true);
	});
});

describe('names', () => {
	it('of items carry their author', () => {
		expect(refAuthor(talkRef('ana', 'c1'))).toBe('ana');
		expect(isTalkRef('ana/c1')).toBe(true);
		expect(isTalkRef('ana/c1/x')).toBe(false);
	});

	it('of anchors tell a record from its field', () => {
		expect(anchorKey({ record: 'goal', id: 'g1' })).toBe('goal/g1');
		expect(anchorKey({ record: 'goal', id: 'g1', field: 'why' })).toBe('goal/g1/why');
		expect(parseAnchor({ record: 'goal', id: 'g1', field: '' })).toBeUndefined();
		expect(parseAnchor({ record: 'secret', id: 'g1' })).toBeUndefined();
	});
});

describe('turns', () => {
	it('go before clocks, and clocks decide between those that crossed', () => {
		const [first, second, crossed] = [
			{ turn: 1, at: 900 },
			{ turn: 2, at: 5 },
			{ turn: 2, at: 7 }
		] as const;
		expect(latest([first, second], 2)).toBe(second);
		expect(latest([crossed, second, first], 3)).toBe(crossed);
		expect(nextTurn([first, second, crossed])).toBe(3);
		expect(nextTurn([])).toBe(1);
	});

	it('higher than can be yield to the next honest one', () => {
		const [bogus, honest] = [
			{ turn: 1_000_000, at: 8e15 },
			{ turn: nextTurn([{ turn: 1_000_000, at: 8e15 }]), at: 1 }
		];
		expect(latest([bogus, honest], 2)).toBe(honest);
		expect(latest([honest, bogus], 2)).toBe(honest);
	});
});

describe('isShown', () => {
	it('hides a comment taken back before anyone replied', () => {
		const said = { id: 'a/c', by: 'a', at: 1, text: '', edited: false, withdrawn: true };
		const thread = {
			id: 'a/c',
			about: { record: 'goal', id: 'g' },
			asksForHelp: false,
			suggests: null,
			resolved: null
		} as const;
		expect(isShown({ ...thread, said, replies: [] })).toBe(false);
		expect(isShown({ ...thread, said, replies: [{ ...said, withdrawn: false }] })).toBe(true);
	});
});
