import type * as Y from 'yjs';
import { addDays, type IsoDate } from '#lib/domain/date.ts';
import { theClient } from '#lib/domain/person.ts';
import { addBarrier } from './barriers.ts';
import { addEmergency } from './emergencies.ts';
import type { ExampleLanguage, ExamplePlan, Said } from './examples/example.ts';
import { addGoal } from './goals.ts';
import type { Making } from './list.ts';
import { addNeed } from './needs.ts';
import { addRisk } from './risks.ts';
import { addService } from './services.ts';
import { addStep } from './steps.ts';

export interface ExampleSetting {
	readonly newId: () => string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Member id. */
	readonly by: string;
	/** From which all days are counted. */
	readonly today: IsoDate;
	readonly language: ExampleLanguage;
}

/** Adds what the example holds to whatever stands in the plan. Goals are proposed and services drafts: nobody has said yes to them. */
export function fillExample(doc: Y.Doc, example: ExamplePlan, setting: ExampleSetting): void {
	const { newId, at, by, today, language } = setting;
	const making = (id = newId()): Making => ({ newId: id, at, by });
	const say = (said: Said) => said[language];
	const needIds = new Map(example.needs.map(({ key }) => [key, newId()]));
	const serviceIds = new Map(example.services.flatMap(({ key }) => (key ? [[key, newId()] as const] : [])));
	const ids = (keys: readonly string[]) => keys.flatMap((key) => needIds.get(key) ?? []);
	for (const { key, words, area, because = '' } of example.needs) {
		addNeed(doc, {
			...making(needIds.get(key)),
			words: say(words),
			area,
			because: needIds.get(because) ?? null
		});
	}
	for (const { words, due, needs, steps } of example.goals) {
		const goal = newId();
		addGoal(doc, { ...making(goal), words: say(words), due: addDays(today, due), needs: ids(needs) });
		for (const step of steps) {
			addStep(doc, {
				...making(),
				words: say(step.words),
				goal,
				due: addDays(today, step.due),
				owner: step.mine ? theClient : null
			});
		}
	}
	for (const { key = '', what, needs, days, ...service } of example.services) {
		addService(doc, {
			...making(serviceIds.get(key)),
			...service,
			what: say(what),
			needs: ids(needs),
			from: null,
			to: days === undefined ? null : addDays(today, days)
		});
	}
	for (const { words, strategy, service, wanted } of example.barriers ?? []) {
		addBarrier(doc, {
			...making(),
			words: say(words),
			strategy: say(strategy),
			kind: 'secondary-missing',
			service: serviceIds.get(service) ?? null,
			wanted: needIds.get(wanted) ?? null
		});
	}
	for (const { what, about, mitigation, backup } of example.risks)
		addRisk(doc, { ...making(), about, what: say(what), mitigation: say(mitigation), backup: say(backup) });
	for (const { event, response } of example.emergencies)
		addEmergency(doc, { ...making(), event: say(event), response: say(response) });
}
