/** What a relay may do to entries on their way: the people at the table lose nothing by it, and believe none of it. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { logName, parseLogName } from '#lib/wire/frame-name.ts';
import { Frame } from '#lib/seal/frame.ts';
import { altering, repeating, reversing } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import { AttackedTable, goals, refusals, until } from './attacked-table.ts';

describe('relay: forge, alter, reorder, replay an entry; move it to another case, channel or epoch', () => {
	let table: AttackedTable;

	beforeEach(async () => {
		table = await AttackedTable.set();
		await table.seat('Ben');
	});

	afterEach(() => table.close());

	attack(
		'reorders',
		{ devices: 'put the entries in order again by their chain', people: 'nothing: it has no effect' },
		async () => {
			table.relay.takeTo(reversing);
			for (const words of ['one', 'two', 'three']) await table.writes(table.ada, words);
			await table.reload(table.ben);
			await table.works();
			expect(goals(table.ben)).toEqual(['honest 1', 'one', 'three', 'two']);
			expect(refusals(table.ben)).toEqual([]);
			await table.agree();
		}
	);
});
