import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { docs, maker, sync } from './docs.fixture.ts';
import { addGoal, changeGoal, setGoalState } from './goals.ts';
import { moveUp } from './move.ts';
import { readPlan } from './read-plan.ts';
import { readRemoved, removeRecord, restoreRecord } from './remove.ts';
import { mayUndo } from './undo.ts';
import { writeText } from './text.ts';

const [ana, ben] = [maker('ana'), maker('ben')];
const words = { record: 'goal', id: 'g1', field: 'words' } as const;

/** Ana's device, on which she can undo, and Ben's. Every edit of Ana's is a step of its own. */
function anaAndBen() {
	const [here, there] = docs(2) as [Y.Doc, Y.Doc];
	const undo = new Y.UndoManager(here, {
		trackedOrigins: new Set(['ana']),
		deleteFilter: mayUndo,
		captureTimeout: 0
	});
	const edit = (run: () => void): void => {
		here.transact(run, 'ana');
		sync(here, there);
	};
	return { here, there, undo, edit };
}

describe('undo', () => {
	it('takes back and does again every kind of edit', () => {
		const { here, undo, edit } = anaAndBen();
		const edits = [
			() =>
				addGoal(here, {
					...ana('g1'),
					words: 'Walk',
					start: '2026-04-01',
					due: '2026-05-01',
					needs: ['n1']
				}),
			() => addGoal(here, { ...ana('g2'), words: 'Cook' }),
			() => writeText(here, words, 'Walk far'),
			() => changeGoal(here, 'g1', { due: '2026-06-01' }),
			() => setGoalState(here, 'g1', 'active', ana()),
			() => setGoalState(here, 'g1', 'on-hold', ana()),
			() => moveUp(here, 'goal', 'g2'),
			() => removeRecord(here, 'goal', 'g1', ana())
		];
		const plans = [readPlan(here)];
		for (const one of edits) {
			edit(one);
			plans.push(readPlan(here));
		}
		for (let n = edits.length; n > 0; n--) {
			undo.undo();
			expect(readPlan(here)).toEqual(plans[n - 1]);
		}
		expect(readRemoved(here)).toEqual([]);
		for (let n = 1; n <= edits.length; n++) {
			undo.redo();
			expect(readPlan(here)).toEqual(plans[n]);
		}
	});

	it('of adding a record keeps what others have written in it', () => {
		const { here, there, undo, edit } = anaAndBen();
		edit(() => addGoal(here, { ...ana('g1'), words: 'Walk. ' }));
		writeText(there, words, 'Walk. With Ben.');
		changeGoal(there, 'g1', { due: '2026-05-01' });
		sync(here, there);
		undo.undo();
		sync(here, there);
		expect(readPlan(there).goals).toEqual([]);
		expect(readRemoved(there)).toEqual([{ record: 'goal', id: 'g1', title: 'With Ben.', removed: null }]);
		restoreRecord(there, 'goal', 'g1');
		sync(here, there);
		expect(readPlan(here).goals).toMatchObject([{ words: 'With Ben.', due: '2026-05-01' }]);
	});

	it('of a change of state leaves it in the history once somebody has built on it', () => {
		const { here, there, undo, edit } = anaAndBen();
		edit(() => addGoal(here, ana('g1')));
		edit(() => changeGoal(here, 'g1', { due: '2026-05-01' }));
		edit(() => setGoalState(here, 'g1', 'accepted', ana()));
		setGoalState(there, 'g1', 'completed', ben());
		sync(here, there);
		undo.undo();
		sync(here, there);
		// There was nothing left to take back of the state, so Yjs went on to the edit before it.
		expect(readPlan(there).goals[0]).toMatchObject({ state: 'completed', due: null });
		expect(readPlan(there).goals[0]?.history.map(({ to }) => to)).toEqual(['accepted', 'completed']);
	});

	it('takes back only my own words', () => {
		const { here, there, undo, edit } = anaAndBen();
		edit(() => addGoal(here, { ...ana('g1'), words: 'Walk' }));
		edit(() => writeText(here, words, 'Walk far'));
		writeText(there, words, 'I walk far');
		sync(here, there);
		undo.undo();
		expect(readPlan(here).goals[0]?.words).toBe('I walk');
	});
});
