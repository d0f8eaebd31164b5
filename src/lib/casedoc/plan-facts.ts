import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { onlyClient, onlyPlan } from '#lib/domain/record.ts';
import type { Stage } from '#lib/domain/stage.ts';
import { firstStage, stages } from '#lib/domain/stage.ts';
import type { Fields } from './fields.ts';
import { codeField, dateField, mustBeDate, personField, personValue, writeFields } from './fields.ts';
import type { Setting } from './state-history.ts';
import { readHistory, setState } from './state-history.ts';
import { readText, readTexts } from './text.ts';

export interface PlanFields {
	readonly planner?: PersonRef | null;
	readonly watcher?: PersonRef | null;
	readonly periodFrom?: IsoDate | null;
	readonly periodTo?: IsoDate | null;
	readonly reviewOn?: IsoDate | null;
}

/** What the plan says once, beside its lists. */
export type PlanFacts = Pick<
	Plan,
	| 'client'
	| 'mattersToMe'
	| 'stage'
	| 'stageHistory'
	| 'planner'
	| 'watcher'
	| 'watching'
	| 'period'
	| 'reviewOn'
>;

export function changePlan(doc: Y.Doc, changes: PlanFields): void {
	writeFields(planFields(doc), {
		planner: personValue(changes.planner),
		watcher: personValue(changes.watcher),
		periodFrom: mustBeDate(changes.periodFrom),
		periodTo: mustBeDate(changes.periodTo),
		reviewOn: mustBeDate(changes.reviewOn)
	});
}

export function setStage(doc: Y.Doc, to: Stage, setting: Setting): boolean {
	const fields = planFields(doc);
	return setState(doc, onlyPlan, fields, stages, stageOf(fields), to, setting);
}

export function readPlanFacts(doc: Y.Doc): PlanFacts {
	const fields = planFields(doc);
	return {
		...readTexts(doc, 'plan', onlyPlan.id),
		client: readTexts(doc, 'client', onlyClient.id),
		stage: stageOf(fields),
		stageHistory: readHistory(doc, onlyPlan, stages),
		planner: personField(fields, 'planner'),
		watcher: personField(fields, 'watcher'),
		period: { from: dateField(fields, 'periodFrom'), to: dateField(fields, 'periodTo') },
		reviewOn: dateField(fields, 'reviewOn')
	};
}

/** The little that a list of cases shows of each. */
export function readCaseHead(doc: Y.Doc): { readonly clientName: string; readonly stage: Stage } {
	return {
		clientName: readText(doc, { record: 'client', id: onlyClient.id, field: 'name' }),
		stage: stageOf(planFields(doc))
	};
}

function planFields(doc: Y.Doc): Fields {
	return doc.getMap('plan');
}

function stageOf(fields: Fields): Stage {
	return codeField(fields, 'stage', stages) ?? firstStage;
}
