/** Packs of the wrong maker, in the wrong place or in pieces. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { writeText } from '#lib/casedoc/text.ts';
import { planChannel } from '#lib/roster/capability.ts';
import { idBytes } from '#lib/seal/frame-bytes.ts';
import { packLabel } from '#lib/seal/frame-pack.ts';
import { mergeState } from '#lib/session/merging.ts';
import { Packs } from '#lib/session/packs.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { attack } from './attack.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { HostilePacks } from './hostile-packs.ts';
import { generationOf, PackingTable, planOf } from './packing-table.ts';
import { refusals, until } from './seen.ts';

let at: PackingTable;

beforeEach(async () => {
	at = await PackingTable.set();
});

afterEach(() => at.table.close());

describe('editor: compact away or forge others’ words, in whole packs', () => {
	attack(
		'brings back words that were deleted',
		{ devices: 'compared it with the originals, and refused it', people: 'Ben’s pack was refused' },
		async () => {
			const { ada, ben, table, packs } = at;
			const field = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
			for (const text of ['a word that I take back', '']) {
				ada.opened.edit((plan) => writeText(plan, field, text));
				await ada.opened.document.flush();
			}
			await table.works(ada, at.cy);
			await until(() => planOf(ben) === planOf(ada), 'Ben has all of it');
			const payloads = packs.originals().map(({ content }) => content.payload);
			const kept = payloads.filter((payload) => payload[0] !== 0);
			expect(kept.length).toBeLessThan(payloads.length);
			const expected = planOf(ada);
			const forged = await packs.make(1, { state: (so) => ({ ...so, state: mergeState(null, kept) }) });
			packs.plant(1, forged);
			await at.refuse('Ben, plan: pack');
			await at.goesOn(expected);
		}
	);

	attack(
		'packs though they may only comment',
		{ devices: 'refused it', people: 'Fay’s entry was refused: right' },
		async () => {
			const { table, ada } = at;
			const fay = await table.seat('Fay', 'comment');
			await until(() => planOf(fay) === planOf(ada), 'Fay has all of it');
			const packs = new HostilePacks(table, HostileMember.at(fay), fay);
			const expected = planOf(ada);
			packs.plant(1, await packs.make(1));
			await at.refuse('Fay, plan: right');
			expect(at.honest.map(generationOf)).toEqual([0, 0]);
			await at.goesOn(expected);
		}
	);

	attack(
		'cites entries in a pack, which stands for itself',
		{ devices: 'refused it', people: 'Ben’s entry was refused: heads' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			const forged = await packs.make(1);
			const heads = [{ client: 5, seq: 0, id: randomBytes(32) }];
			packs.plant(1, { ...forged, state: await packs.halves('state', forged.packed, heads) });
			await at.refuse('Ben, plan: heads');
			expect(table.relay.log(packs.log(1)).all).not.toEqual([]);
			await at.goesOn(expected);
		}
	);
});

describe('relay: withhold parts of a pack, or show it elsewhere', () => {
	attack(
		'withholds half of a pack, and gives it later',
		{ devices: 'stayed where they were, and went on behind it once it was whole', people: 'nothing' },
		async () => {
			const { ada, cy, packs, table } = at;
			const forged = await packs.make(1);
			const state = await packs.halves('state', forged.packed);
			const [first, second] = state;
			if (!first || !second) throw new Error('two halves');
			packs.plant(1, { ...forged, state: [first] });
			await table.works(ada, cy);
			expect(at.honest.flatMap(refusals)).toEqual([]);
			expect(at.honest.every(({ opened }) => opened.document.channel(planChannel).volume === null)).toBe(
				true
			);
			await table.reload(cy);
			table.relay.plant(packs.log(1), [second]);
			const isBehind = () =>
				at.honest.every(({ opened }) => opened.document.channel(planChannel).volume !== null);
			await until(isBehind, 'they go on behind it');
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'shows an honest pack in the log of another generation',
		{ devices: 'passed over it', people: 'nothing: who made it is not to blame' },
		async () => {
			const { ada, cy, packs, table } = at;
			const made = await packs.make(1);
			packs.plant(1, made);
			await at.moveTo(1);
			for (const generation of [2, 3]) {
				table.relay.plant(packs.log(generation), [...made.state, ...made.next]);
				table.relay.plant(packs.log(1), await packs.next(generation));
			}
			await table.works(ada, cy);
			await table.works(cy, ada);
			expect(at.honest.flatMap(refusals)).toEqual([]);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'fills the place where frames wait with frames that never can be judged',
		{ devices: 'kept some of theirs, and all of the others’', people: 'nothing' },
		async () => {
			const { cy, ben, table, eve } = at;
			await until(() => planOf(cy) === planOf(ben), 'Cy has all of it');
			const honest = new HostilePacks(table, HostileMember.at(cy), cy);
			const { packed } = await honest.make(1);
			const [first, second] = await honest.halves('state', packed);
			if (!first || !second) throw new Error('two halves');
			const { roster, keyring } = at.ada.opened.document;
			const blamed: string[] = [];
			const received = new Packs({
				document: idBytes(table.document),
				channel: planChannel,
				generation: 1,
				roster: roster.roster,
				keyring,
				verify: syncVerify,
				refused: (author) => blamed.push(author)
			});
			const twist = { kind: 'pack', clear: packLabel({ what: 'state', frames: 1 }) } as const;
			const junk = Array.from({ length: 300 }, () =>
				eve.entry(planChannel, () => randomBytes(50), { ...twist, rosterHeads: [randomBytes(32)] })
			);
			await received.receive(await Promise.all(junk));
			await received.receive([second]);
			const { whole } = await received.receive([first]);
			expect(whole.map(({ content }) => content)).toEqual([packed]);
			expect(blamed).toEqual([]);
			await at.goesOn(planOf(at.ada));
		}
	);
});
