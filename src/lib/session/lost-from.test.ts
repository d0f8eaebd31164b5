import { expect, test } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import { lostFrom } from './lost-from.ts';
import type { LostWords } from './lost-words.ts';

const ben = 'ben' as MemberId;

function words(client: number, seq: number, text: string): LostWords {
	return { id: `${client} ${seq}`, channel: planChannel, by: ben, name: 'Ben', client, seq, text };
}

test('pieces stand as they were written, whichever was found first; what has been put away is not among them', () => {
	const found = [words(7, 4, 'and last'), words(9, 0, 'elsewhere'), words(7, 2, ''), words(7, 3, 'first')];
	expect(lostFrom(found, () => true)).toEqual([
		{
			key: `${planChannel} ben`,
			name: 'Ben',
			isMine: true,
			isPlan: true,
			text: 'first\n\nand last\n\nelsewhere',
			ids: ['7 3', '7 4', '9 0']
		}
	]);
});
