/** People type, say, undo, go offline, come back, reload; in the end all devices show the same. A failing seed becomes a test of its own. */
import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { addNeed } from '#lib/casedoc/needs.ts';
import { moveUp } from '#lib/casedoc/move.ts';
import { removeRecord } from '#lib/casedoc/remove.ts';
import { seeded, type Seeded } from '../simulation/seeded.ts';
import { Table, type Seated } from '../simulation/case-table.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

async function run(seed: number, steps: number): Promise<void> {
	const dice = seeded(seed);
	const table = await Table.set(dice.bytes);
	for (let i = dice.below(3); i >= 0; i--) await table.seat(`Person ${i}`, 'edit');
	const relay = table.ada.relay;
	const log: string[] = [];
	try {
		for (let step = 0; step < steps; step++) {
			const person = dice.pick(table.people);
			log.push(`${person.name}: ${await act(dice, table, person)}`);
			await table.clock.advance(dice.below(800));
		}
		relay.setOnline(true);
		await table.clock.advance(10_000);
		const [first, ...others] = table.people.map(({ opened }) => ({
			plan: opened.readPlan(),
			talk: opened.readTalk()
		}));
		for (const other of others) expect(other).toEqual(first);
		for (const { opened } of table.people) {
			expect(opened.document.refused).toEqual([]);
			expect(opened.status).toEqual({ kind: 'sent' });
		}
	} catch (error) {
		throw new Error(`seed ${seed}\n${log.join('\n')}`, { cause: error });
	}
}

async function act(dice: Seeded, table: Table, person: Seated): Promise<string> {
	const { opened } = person;
	const plan = opened.readPlan();
	switch (dice.below(9)) {
		case 0:
		case 1: {
			const text = opened.text(own);
			const length = text.read().length;
			const index = dice.below(length + 1);
			text.splice(
				index,
				dice.below(Math.min(4, length - index + 1)),
				dice.pick(['a', 'ß', '👵', ' words ', ''])
			);
			return 'types';
		}
		case 2:
			opened.edit((doc) => addGoal(doc, { ...opened.making(), words: `goal ${dice.below(100)}` }));
			return 'adds a goal';
		case 3:
			opened.edit((doc) => addNeed(doc, { ...opened.making(), words: `need ${dice.below(100)}` }));
			return 'adds a need';
		case 4:
			if (plan.needs.length > 0) opened.edit((doc) => moveUp(doc, 'need', dice.pick(plan.needs).id));
			return 'moves a need';
		case 5:
			if (plan.goals.length > 0) {
				const { at, by } = opened.making();
				opened.edit((doc) => removeRecord(doc, 'goal', dice.pick(plan.goals).id, { at, by }));
			}
			return 'removes a goal';
		case 6:
			if (dice.below(2) === 0) opened.undo();
			else opened.redo();
			return 'undoes or redoes';
		case 7: {
			const { newId, at } = opened.making();
			opened.say({ kind: 'comment', id: newId, at, about: { record: 'plan', id: 'plan' }, text: 'hello' });
			return 'says something';
		}
		default:
			if (dice.below(3) === 0) {
				await table.clock.advance(200); // what was typed a moment ago lies in the outbox by then
				await table.reload(person);
				return 'reloads';
			}
			person.relay.setOnline(!person.relay.online);
			return `the relay is ${person.relay.online ? 'back' : 'gone'}`;
	}
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
test.each(seeds)('random edits converge, seed %i', async (seed) => {
	await run(seed, 40);
	expect(seed).toBeGreaterThan(0);
});
