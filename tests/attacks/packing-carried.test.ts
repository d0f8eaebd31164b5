/** Packs that hand on what no honest one does. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { toText, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { joinFrames } from '#lib/wire/frame-list.ts';
import { statelessSaid } from '../relays/hostile-speech.ts';
import { attack } from './attack.ts';
import { randomBytes } from './hostile-member.ts';
import { PackingTable, planOf } from './packing-table.ts';
import { remarks, until } from './seen.ts';
import { words } from './updates.ts';

let at: PackingTable;

beforeEach(async () => {
	at = await PackingTable.set();
});

afterEach(() => at.table.close());

async function carries(frames: readonly Frame[], reason: string): Promise<void> {
	const { ada, packs, table } = at;
	const expected = planOf(ada);
	table.relay.plant(packs.log(0), await packs.seal('carried', joinFrames(frames)));
	await at.refuse(reason);
	await at.goesOn(expected);
}

function alteredAt({ bytes }: Frame, fromEnd: number): Frame {
	const altered = bytes.slice();
	altered[altered.length - fromEnd] = (altered[altered.length - fromEnd] ?? 0) ^ 1;
	return new Frame(altered);
}

const told = { devices: 'refused it', people: 'Ben’s entry was refused, nobody else’s' };

describe('editor: hand on what has no place', () => {
	attack('an entry of another case', told, async () => {
		const document = toText(randomBytes(32)) as DocumentId;
		await carries(
			[await at.eve.entry(planChannel, words('from elsewhere'), { document })],
			'Ben, plan: content'
		);
	});

	attack('what Ada has said in talk, as if it were of the plan', told, async () => {
		const { ada, cy, table } = at;
		await table.says(ada, 'hello');
		await until(() => remarks(cy).length === 1, 'Cy hears Ada');
		await carries(table.entriesOf(ada, talkChannel).slice(0, 1), 'Ben, plan: content');
	});

	attack('a pack', told, async () => {
		await carries(await at.packs.next(7), 'Ben, plan: content');
	});

	attack('an entry of Ada’s, altered', told, async () => {
		const [entry] = at.table.entriesOf(at.ada).slice(-1);
		if (!entry) throw new Error('Ada has written');
		await carries([alteredAt(entry, 70)], 'Ben, plan: signature');
	});

	attack(
		'what a pack leaves out, so that nobody else carries it, with signatures that are none',
		{ devices: 'refused it, and carried it themselves', people: 'Ben’s entry was refused, nobody else’s' },
		async () => {
			const { ada, packs, table } = at;
			const [first, ...left] = packs.originals();
			if (!first) throw new Error('something is there');
			// What stands in the signature is not part of the id.
			const bent = left.map(({ frame }) => alteredAt(frame, 5));
			table.relay.plant(packs.log(1), await packs.seal('carried', joinFrames(bent)));
			packs.plant(1, await packs.make(1, { originals: () => [first] }));
			await at.moveTo(1);
			await at.refuse('Ben, plan: signature');
			await table.clock.advance(20_000);
			table.relay.log(packs.log(0)).clear();
			const dee = await table.arrive('Dee', await table.link('Dee'));
			const hint = statelessSaid(packs.log(0), JSON.stringify({ newest: 1 }));
			table.relay.babble(packs.log(0), hint, [dee.opened.document.me.id]);
			await until(() => planOf(dee) === planOf(ada), 'Dee has all of it');
		}
	);
});

describe('editor: hand on what is there', () => {
	attack(
		'carries all that everybody has, many times over',
		{ devices: 'passed over it', people: 'nothing' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			const all = packs.originals().map(({ frame }) => frame);
			for (let times = 0; times < 10; times++) {
				table.relay.plant(packs.log(0), await packs.seal('carried', joinFrames([...all, ...all])));
			}
			await at.goesOn(expected);
			expect(at.honest.flatMap(({ opened }) => opened.document.refused)).toEqual([]);
		}
	);
});
