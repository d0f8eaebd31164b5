import { nextSteps } from '#lib/domain/next-steps.ts';
import type { PersonRef, Someone } from '#lib/domain/person.ts';
import { means } from '#lib/domain/person.ts';
import { allSteps, type Plan } from '#lib/domain/plan.ts';
import { stepDone, type Step } from '#lib/domain/step.ts';
import type { Person } from '#lib/session/case.ts';

export interface StepsFor {
	/** Soonest first. */
	readonly next: readonly Step[];
	/** Last done first. */
	readonly done: readonly Step[];
}

/** What is one person's to do, whether or not they sit at the table. */
export function stepsFor(ref: PersonRef, plan: Plan, people: readonly Person[]): StepsFor {
	const { someone, contacts } = whoIs(ref, plan, people);
	return {
		next: nextSteps({ ...plan, contacts }, someone),
		done: allSteps(plan)
			.filter((step) => step.state === 'completed' && means(step.owner, someone, contacts))
			.sort((a, b) => (stepDone(b)?.at ?? 0) - (stepDone(a)?.at ?? 0))
	};
}

/** The plan's rules know members. Somebody who is only written down is taken for one here. */
function whoIs(
	ref: PersonRef,
	{ contacts }: Plan,
	people: readonly Person[]
): { someone: Someone; contacts: Plan['contacts'] } {
	switch (ref.kind) {
		case 'client': {
			const member = people.find(({ relation }) => relation === 'client')?.id ?? '';
			return { someone: { member, isClient: true }, contacts };
		}
		case 'member': {
			const isClient = people.some(({ id, relation }) => id === ref.id && relation === 'client');
			return { someone: { member: ref.id, isClient }, contacts };
		}
		case 'contact':
			return {
				someone: { member: ref.id, isClient: false },
				contacts: contacts.map((contact) =>
					contact.id === ref.id ? { ...contact, member: ref.id } : contact
				)
			};
	}
}
