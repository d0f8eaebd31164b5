import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { Goal, GoalState } from '#lib/domain/goal.ts';
import { goalStates } from '#lib/domain/goal.ts';
import type { Step } from '#lib/domain/step.ts';
import type { Fields } from './fields.ts';
import { codeField, dateField, mustBeDate } from './fields.ts';
import { readLinks, writeLinks } from './links.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, fieldsOf, readListed } from './list.ts';
import type { Setting } from './state-history.ts';
import { readHistory, setState } from './state-history.ts';
import { readTexts } from './text.ts';

export interface GoalFields {
	readonly start?: IsoDate | null;
	readonly due?: IsoDate | null;
}

export interface NewGoal extends Making, GoalFields {
	readonly words?: string;
	readonly why?: string;
	readonly state?: GoalState;
	readonly needs?: readonly string[];
	readonly strengths?: readonly string[];
}

export function addGoal(doc: Y.Doc, goal: NewGoal): void {
	const fields = addRecord(doc, 'goal', goal, { state: goal.state, ...fieldsFrom(goal) }, goal);
	writeLinks(fields, 'needs', goal.needs);
	writeLinks(fields, 'strengths', goal.strengths);
}

export function changeGoal(doc: Y.Doc, id: string, changes: GoalFields): boolean {
	return changeRecord(doc, 'goal', id, fieldsFrom(changes));
}

export function setGoalState(doc: Y.Doc, id: string, to: GoalState, setting: Setting): boolean {
	const fields = fieldsOf(doc, 'goal', id);
	if (!fields) return false;
	return setState(doc, { record: 'goal', id }, fields, goalStates, stateOf(fields), to, setting);
}

export function readGoal(doc: Y.Doc, entry: Entry, steps: readonly Step[]): Goal {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'goal', id),
		state: stateOf(fields),
		history: readHistory(doc, { record: 'goal', id }, goalStates),
		start: dateField(fields, 'start'),
		due: dateField(fields, 'due'),
		needs: readLinks(fields, 'needs'),
		strengths: readLinks(fields, 'strengths'),
		steps
	};
}

function fieldsFrom({ start, due }: GoalFields) {
	return { start: mustBeDate(start), due: mustBeDate(due) };
}

function stateOf(fields: Fields): GoalState {
	return codeField(fields, 'state', goalStates) ?? 'proposed';
}
