/** People type, say, undo, go offline, come back, reload; in the end all devices show the same. */
import { addGoal } from '#lib/casedoc/goals.ts';
import { moveUp } from '#lib/casedoc/move.ts';
import { addNeed } from '#lib/casedoc/needs.ts';
import { removeRecord } from '#lib/casedoc/remove.ts';
import { Table, type Seated } from './case-table.ts';
import { seeded, type Seeded } from './seeded.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

/** What each device shows at the end, what it refused, and the steps that led there. */
export interface Outcome {
	readonly steps: readonly string[];
	readonly devices: readonly { readonly shown: string; readonly refused: number; readonly status: string }[];
}

/** The same seed gives the same run. */
export async function runEdits(seed: number, count: number): Promise<Outcome> {
	const dice = seeded(seed);
	const table = await Table.set(dice.bytes);
	for (let i = dice.below(3); i >= 0; i--) await table.seat(`Person ${i}`, 'edit');
	return run(dice, table, count);
}

/** One person writes on two devices, another on one. */
export async function runTwoDevices(seed: number, count: number): Promise<Outcome> {
	const dice = seeded(seed);
	const table = await Table.set(dice.bytes);
	await table.seat('Ben', 'edit');
	await table.link(table.ada, 'Ada’s phone');
	return run(dice, table, count);
}

async function run(dice: Seeded, table: Table, count: number): Promise<Outcome> {
	const steps: string[] = [];
	for (let step = 0; step < count; step++) {
		const person = dice.pick(table.people);
		steps.push(`${person.name}: ${await act(dice, table, person)}`);
		await table.clock.advance(dice.below(800));
	}
	table.ada.relay.setOnline(true);
	await table.clock.advance(10_000);
	const devices = table.people.map(({ opened }) => ({
		shown: JSON.stringify([opened.readPlan(), opened.readTalk()]),
		refused: opened.document.refused.length,
		status: opened.status.kind
	}));
	return { steps, devices };
}

/** Null if all is well, else what is not. */
export function faultOf({ devices }: Outcome): string | null {
	if (new Set(devices.map(({ shown }) => shown)).size !== 1) return 'devices show different things';
	if (devices.some(({ refused }) => refused > 0)) return 'an honest entry was refused';
	return devices.every(({ status }) => status === 'sent') ? null : 'something was not sent';
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
