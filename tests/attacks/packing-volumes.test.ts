/** Volumes that hold what no honest one does. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { toText, type DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { PackState } from '#lib/seal/state.ts';
import type { Original } from '#lib/seal/volume.ts';
import { volumeContent } from '#lib/session/volumes.ts';
import { attack } from './attack.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { HostilePacks, type PackTwist } from './hostile-packs.ts';
import { PackingTable, planOf } from './packing-table.ts';
import { goals, refusals, until } from './seen.ts';
import { list, words } from './updates.ts';

let at: PackingTable;

beforeEach(async () => {
	at = await PackingTable.set();
});

afterEach(() => at.table.close());

/** Beside all that is there. */
function holding(frame: Frame, state?: PackTwist['state']): PackTwist {
	return {
		originals: (originals) => [...originals, at.packs.opened(frame)],
		...(state && { state })
	};
}

/** The state and its covers are as if it were not there. */
function butOf({ client }: Frame, honest: readonly Original[]): PackTwist['state'] {
	return (state) => ({
		...state,
		covers: state.covers.filter((cover) => cover.client !== client),
		state: at.packs.stateOf(honest)
	});
}

const told = {
	devices: 'found it out by the originals, and refused the pack',
	people: 'Ben’s pack was refused'
};

describe('editor: put into a volume what does not belong there', () => {
	attack('an entry of another case', told, async () => {
		const { ada, packs, eve } = at;
		const expected = planOf(ada);
		const document = toText(randomBytes(32)) as DocumentId;
		const foreign = await eve.entry(planChannel, words('from another case'), { document });
		packs.plant(1, await packs.make(1, holding(foreign)));
		await at.refuse('Ben, plan: pack');
		await at.goesOn(expected);
	});

	attack('an entry of another channel', told, async () => {
		const { ada, packs, eve } = at;
		const expected = planOf(ada);
		const said = await eve.entry(talkChannel, list(1));
		packs.plant(1, await packs.make(1, holding(said)));
		await at.refuse('Ben, plan: pack');
		await at.goesOn(expected);
	});

	for (const covered of [true, false]) {
		attack(
			`an entry of a commenter, ${covered ? 'and has the state stand for it' : 'for which the state does not stand'}`,
			{ devices: 'refused both', people: 'Fay’s entry was refused: right; Ben’s pack was refused' },
			async () => {
				const { ada, packs, table } = at;
				const fay = await table.seat('Fay', 'comment');
				await until(() => planOf(fay) === planOf(ada), 'Fay has all of it');
				const expected = planOf(ada);
				const honest = packs.originals();
				const hers = await HostileMember.at(fay).entry(planChannel, words('Fay was here'));
				packs.plant(1, await packs.make(1, holding(hers, covered ? undefined : butOf(hers, honest))));
				for (const person of at.honest) {
					await until(() => refusals(person).length > 1, `${person.name} refuses both`);
					expect(refusals(person)).toEqual(['Fay, plan: right', 'Ben, plan: pack']);
				}
				await at.goesOn(expected);
			}
		);
	}

	attack(
		'an entry of somebody who was removed, backdated',
		{ devices: 'went on behind the pack, without the entry', people: 'nothing: nothing of it is shown' },
		async () => {
			const { ada, table, ben } = at;
			const gus = await table.seat('Gus');
			const { rosterHeads } = HostileMember.at(gus);
			const late = HostileMember.at(gus).strand(planChannel);
			const gone = ada.opened.people.find(({ name }) => name === 'Gus');
			if (!gone) throw new Error('Gus sits there');
			await ada.opened.remove(gone.id);
			table.people.splice(table.people.indexOf(gus), 1);
			gus.kill();
			await until(() => ben.opened.people.length === 3, 'Ben has heard of it');
			await table.works(ada, ben);
			const expected = planOf(ada);
			const packs = new HostilePacks(table, HostileMember.at(ben), ben);
			const entry = await late.write(words('Gus was here'), { rosterHeads: [...rosterHeads] });
			packs.plant(1, await packs.make(1, { originals: (all) => [...all, packs.opened(entry)] }));
			await at.moveTo(1);
			expect(at.honest.flatMap(refusals)).toEqual([]);
			await at.goesOn(expected);
		}
	);
});

describe('editor: make others read for hours', () => {
	for (const covers of [false, true]) {
		attack(
			`with fifty thousand entries in a kilobyte${covers ? ', and a state that says to stand for billions' : ''}`,
			{ devices: 'refused it before reading them', people: 'Ben’s pack was refused' },
			async () => {
				const { ada, packs } = at;
				const expected = planOf(ada);
				const [first] = packs.originals();
				if (!first) throw new Error('something is there');
				const many = await volumeContent(null, new Array<Original>(50_000).fill(first), () => undefined);
				const more = (state: PackState) => ({
					...state,
					covers: state.covers.map((cover) => ({ ...cover, count: 2 ** 32 - 1 }))
				});
				packs.plant(1, await packs.make(1, { volume: () => many, ...(covers && { state: more }) }));
				await at.refuse('Ben, plan: pack');
				await at.goesOn(expected);
			}
		);
	}
});

describe('editor: say that a volume is to be read', () => {
	attack(
		'names many that there are not',
		{ devices: 'looked out for a few', people: 'nothing: it has no effect' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			const many = Array.from({ length: 60 }, () => packs.seal('beside', randomBytes(32)));
			table.relay.plant(packs.log(0), (await Promise.all(many)).flat());
			await table.works(ada, at.cy);
			expect(at.honest.flatMap(refusals)).toEqual([]);
			expect(goals(ada)).not.toEqual([]);
			expect(planOf(ada)).not.toBe(expected);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'names one whose entries are forged',
		{ devices: 'read it, and refused it', people: 'Ben’s pack was refused' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			const forged = await packs.make(1, {
				originals: (all) => all.map((each) => ({ ...each, content: { ...each.content, time: 7 } }))
			});
			table.relay.plant(packs.log('volumes'), forged.volume);
			table.relay.plant(packs.log(0), await packs.seal('beside', forged.hash));
			await at.refuse('Ben, plan: pack');
			await at.goesOn(expected);
		}
	);

	attack(
		'names one by 31 bytes',
		{ devices: 'refused it', people: 'Ben’s entry was refused: content' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			table.relay.plant(packs.log(0), await packs.seal('beside', randomBytes(31)));
			await at.refuse('Ben, plan: content');
			await at.goesOn(expected);
		}
	);
});
