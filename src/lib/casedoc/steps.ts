import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import type { Step, StepState } from '#lib/domain/step.ts';
import { stepStates } from '#lib/domain/step.ts';
import type { Fields } from './fields.ts';
import { codeField, dateField, idField, mustBeDate, personField, personValue } from './fields.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, fieldsOf, readListed } from './list.ts';
import type { Setting } from './state-history.ts';
import { readHistory, setState } from './state-history.ts';
import { readTexts } from './text.ts';

export interface StepFields {
	readonly goal?: string | null;
	readonly owner?: PersonRef | null;
	readonly due?: IsoDate | null;
}

export interface NewStep extends Making, StepFields {
	readonly words?: string;
	readonly note?: string;
	readonly state?: StepState;
}

export function addStep(doc: Y.Doc, step: NewStep): void {
	addRecord(doc, 'step', step, { state: step.state, ...fieldsFrom(step) }, step);
}

export function changeStep(doc: Y.Doc, id: string, changes: StepFields): boolean {
	return changeRecord(doc, 'step', id, fieldsFrom(changes));
}

export function setStepState(doc: Y.Doc, id: string, to: StepState, setting: Setting): boolean {
	const fields = fieldsOf(doc, 'step', id);
	if (!fields) return false;
	return setState(doc, { record: 'step', id }, fields, stepStates, stateOf(fields), to, setting);
}

export function readStep(doc: Y.Doc, entry: Entry): Step {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'step', id),
		goal: idField(fields, 'goal'),
		owner: personField(fields, 'owner'),
		due: dateField(fields, 'due'),
		state: stateOf(fields),
		history: readHistory(doc, { record: 'step', id }, stepStates)
	};
}

function fieldsFrom({ goal, owner, due }: StepFields) {
	return { goal, owner: personValue(owner), due: mustBeDate(due) };
}

function stateOf(fields: Fields): StepState {
	return codeField(fields, 'state', stepStates) ?? 'ready';
}
