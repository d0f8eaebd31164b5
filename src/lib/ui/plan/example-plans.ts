import type { ExampleKey, ExamplePlan } from '#lib/casedoc/examples/example.ts';
import { m } from '#lib/paraglide/messages.js';

/** Each is loaded when somebody chooses it. */
export const examplePlans: Readonly<Record<ExampleKey, () => Promise<ExamplePlan>>> = {
	stroke: () => import('#lib/casedoc/examples/stroke.ts').then(({ stroke }) => stroke),
	veteran: () => import('#lib/casedoc/examples/veteran.ts').then(({ veteran }) => veteran),
	reentry: () => import('#lib/casedoc/examples/reentry.ts').then(({ reentry }) => reentry),
	family: () => import('#lib/casedoc/examples/family.ts').then(({ family }) => family)
};

export const exampleWords: Readonly<Record<ExampleKey, () => string>> = {
	stroke: m.plan_example_stroke,
	veteran: m.plan_example_veteran,
	reentry: m.plan_example_reentry,
	family: m.plan_example_family
};
