import { grouped } from '#lib/domain/grouped.ts';
import type * as Y from 'yjs';
import { latestFirst } from '#lib/domain/encounter.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { ListKind } from '#lib/domain/record.ts';
import type { Step } from '#lib/domain/step.ts';
import { readBarrier } from './barriers.ts';
import { readChoices } from './choices.ts';
import { readContact } from './contacts.ts';
import { readCoping, readSign } from './crisis.ts';
import { readEncounter } from './encounters.ts';
import { readEmergency } from './emergencies.ts';
import { fieldsOf, readList } from './list.ts';
import type { Entry } from './list.ts';
import { readGoal } from './goals.ts';
import { readNeed } from './needs.ts';
import { readPlanFacts } from './plan-facts.ts';
import { readPreference } from './preferences.ts';
import { readRestriction } from './restrictions.ts';
import { readRisk } from './risks.ts';
import { readService } from './services.ts';
import { readStep } from './steps.ts';
import { readStrength } from './strengths.ts';

/** The plan as it stands in this document. Never throws, whatever others have written into it. */
export function readPlan(doc: Y.Doc): Plan {
	let leftOut = 0;
	const all = <Item>(kind: ListKind, read: (doc: Y.Doc, entry: Entry) => Item): Item[] => {
		const list = readList(doc, kind);
		leftOut += list.leftOut;
		return list.entries.map((entry) => read(doc, entry));
	};
	const steps = grouped(all('step', readStep), ({ goal }) => goal);
	return {
		...readPlanFacts(doc),
		strengths: all('strength', readStrength),
		preferences: all('preference', readPreference),
		needs: all('need', readNeed),
		barriers: all('barrier', readBarrier),
		goals: all('goal', (_, entry) => readGoal(doc, entry, steps.get(entry.id) ?? [])),
		otherSteps: stepsWithoutGoal(doc, steps),
		services: all('service', readService),
		risks: all('risk', readRisk),
		restrictions: all('restriction', readRestriction),
		emergencies: all('emergency', readEmergency),
		signs: all('sign', readSign),
		copings: all('coping', readCoping),
		encounters: latestFirst(all('encounter', readEncounter)),
		contacts: all('contact', readContact),
		choices: readChoices(doc),
		leftOut
	};
}

/** Steps of a goal that was removed are out of sight with it, and not among these. */
function stepsWithoutGoal(doc: Y.Doc, steps: ReadonlyMap<string | null, readonly Step[]>): Step[] {
	const loose = [...steps].filter(([goal]) => goal === null || !fieldsOf(doc, 'goal', goal));
	return loose.flatMap(([, those]) => those);
}
