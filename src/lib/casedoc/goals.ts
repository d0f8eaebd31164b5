import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { Goal, GoalPriority, GoalState, ReadinessMark } from '#lib/domain/goal.ts';
import { goalPriorities, goalStates, isReadinessMark, mayBeActive } from '#lib/domain/goal.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import type { Step } from '#lib/domain/step.ts';
import type { Fields } from './fields.ts';
import { codeField, dateField, mustBeDate, personField, personValue } from './fields.ts';
import { readLinks, writeLinks } from './links.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, fieldsOf, readListed } from './list.ts';
import type { Setting } from './state-history.ts';
import { readHistory, setState } from './state-history.ts';
import { readTexts } from './text.ts';

export interface GoalFields {
	readonly start?: IsoDate | null;
	readonly due?: IsoDate | null;
	readonly priority?: GoalPriority | null;
	readonly expressedBy?: PersonRef | null;
	readonly importance?: ReadinessMark | null;
	readonly confidence?: ReadinessMark | null;
}

export interface NewGoal extends Making, GoalFields {
	readonly words?: string;
	readonly why?: string;
	readonly measure?: string;
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

/** False, too, for a goal that is to be under way and has not both its days. */
export function setGoalState(doc: Y.Doc, id: string, to: GoalState, setting: Setting): boolean {
	const fields = fieldsOf(doc, 'goal', id);
	if (!fields || (to === 'active' && !mayBeActive(daysOf(fields)))) return false;
	return setState(doc, { record: 'goal', id }, fields, goalStates, stateOf(fields), to, setting);
}

export function readGoal(doc: Y.Doc, entry: Entry, steps: readonly Step[]): Goal {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'goal', id),
		state: stateOf(fields),
		history: readHistory(doc, { record: 'goal', id }, goalStates),
		...daysOf(fields),
		priority: codeField(fields, 'priority', goalPriorities),
		expressedBy: personField(fields, 'expressedBy'),
		importance: markField(fields, 'importance'),
		confidence: markField(fields, 'confidence'),
		needs: readLinks(fields, 'needs'),
		strengths: readLinks(fields, 'strengths'),
		steps
	};
}

function fieldsFrom({ start, due, expressedBy, priority, importance, confidence }: GoalFields) {
	return {
		start: mustBeDate(start),
		due: mustBeDate(due),
		expressedBy: personValue(expressedBy),
		...{ priority, importance, confidence }
	};
}

function daysOf(fields: Fields): Pick<Goal, 'start' | 'due'> {
	return { start: dateField(fields, 'start'), due: dateField(fields, 'due') };
}

function markField(fields: Fields, name: 'importance' | 'confidence'): ReadinessMark | null {
	const value = fields.get(name);
	return isReadinessMark(value) ? value : null;
}

function stateOf(fields: Fields): GoalState {
	return codeField(fields, 'state', goalStates) ?? 'proposed';
}
