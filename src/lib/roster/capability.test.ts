import { describe, expect, it } from 'vitest';
import { channelName } from '#lib/seal/frame-bytes.ts';
import {
	capabilities,
	caseChannels,
	foremost,
	mayRead,
	mayWrite,
	planChannel,
	reaches,
	rosterChannel,
	talkChannel,
	throughout
} from './capability.ts';

describe('capabilities', () => {
	it('stand in order', () => {
		for (const [i, lower] of capabilities.entries()) {
			for (const [j, higher] of capabilities.entries()) expect(reaches(higher, lower)).toBe(j >= i);
		}
	});

	it.each([
		['view', false, false, false, false],
		['comment', true, false, false, false],
		['edit', true, true, true, false],
		['manage', true, true, true, true]
	] as const)(
		'%s may write talk %s, plan %s, a later channel %s, roster %s',
		(capability, talk, plan, later, roster) => {
			const notes = channelName('notes');
			const of = throughout(capability, [...caseChannels, notes]);
			expect(mayWrite(of, talkChannel)).toBe(talk);
			expect(mayWrite(of, planChannel)).toBe(plan);
			expect(mayWrite(of, notes)).toBe(later);
			expect(mayWrite(of, rosterChannel)).toBe(roster);
			for (const channel of [...caseChannels, notes]) expect(mayRead(of, channel)).toBe(true);
		}
	);

	it('leave a channel that is not named closed', () => {
		const of = throughout('manage', [planChannel]);
		expect(mayRead(of, talkChannel)).toBe(false);
		expect(mayWrite(of, talkChannel)).toBe(false);
		expect(mayWrite(new Map(), planChannel)).toBe(false);
	});

	it('are shown as one word', () => {
		expect(foremost(throughout('comment'))).toBe('comment');
		expect(foremost(throughout('manage'))).toBe('manage');
		expect(
			foremost(
				new Map([
					[rosterChannel, 'manage'],
					[planChannel, 'view']
				])
			)
		).toBe('manage');
		expect(foremost(new Map([[talkChannel, 'comment']]))).toBe('view');
	});
});
