import { grouped } from '#lib/domain/grouped.ts';
import { untrack } from 'svelte';
import type { Plan } from '#lib/domain/plan.ts';
import type { Person } from '#lib/session/case.ts';
import { nameOr } from '../case/name-or.ts';
import type { CaseView } from '../session/case-view.ts';
import { keepSame } from './keep-same.ts';
import type { Named } from './people-named.ts';

/** Somebody who works in a field. */
export interface Worker {
	readonly id: string;
	readonly name: string;
}

/**
 * The plan and its people as a page of hundreds of fields shows them. Each part is told of on its own and only when it
 * says something else: an edit reaches the record that it changed, a word about saving reaches none. (Derived values
 * would ask every field after every edit whether it is still right: 20 ms in a plan of 50 goals and 300 steps.)
 * Make it while a component is being made: it follows for as long as that is there.
 */
export class SteadyPlan {
	#plan = $state.raw() as Plan;
	#needs = $state.raw<Plan['needs']>([]);
	#barriers = $state.raw<Plan['barriers']>([]);
	#strengths = $state.raw<Plan['strengths']>([]);
	#goals = $state.raw<Plan['goals']>([]);
	#services = $state.raw<Plan['services']>([]);
	#risks = $state.raw<Plan['risks']>([]);
	#people = $state.raw<readonly Person[]>([]);
	#named = $state.raw() as Named;
	#where = $state.raw<Readonly<Record<string, readonly Worker[]>>>({});
	#mayEdit = $state(false);
	#mayComment = $state(false);

	constructor(view: CaseView) {
		const plan = () => this.#takePlan(view.plan);
		const people = () => this.#takePeople(view);
		untrack(plan);
		untrack(people);
		$effect.pre(plan);
		$effect.pre(people);
	}

	get plan(): Plan {
		return this.#plan;
	}

	get needs(): Plan['needs'] {
		return this.#needs;
	}

	get barriers(): Plan['barriers'] {
		return this.#barriers;
	}

	get strengths(): Plan['strengths'] {
		return this.#strengths;
	}

	get goals(): Plan['goals'] {
		return this.#goals;
	}

	get services(): Plan['services'] {
		return this.#services;
	}

	get risks(): Plan['risks'] {
		return this.#risks;
	}

	get people(): readonly Person[] {
		return this.#people;
	}

	/** Who can be named in the plan. */
	get named(): Named {
		return this.#named;
	}

	/** Who else works where, by the field's name. */
	get where(): Readonly<Record<string, readonly Worker[]>> {
		return this.#where;
	}

	get mayEdit(): boolean {
		return this.#mayEdit;
	}

	get mayComment(): boolean {
		return this.#mayComment;
	}

	#takePlan(read: Plan): void {
		untrack(() => {
			const plan = keepSame<Plan | undefined>(this.#plan, read) ?? read;
			this.#plan = plan;
			this.#needs = plan.needs;
			this.#barriers = plan.barriers;
			this.#strengths = plan.strengths;
			this.#goals = plan.goals;
			this.#services = plan.services;
			this.#risks = plan.risks;
			this.#name(plan, this.#people);
		});
	}

	#takePeople(view: CaseView): void {
		const { people, mayEdit, mayComment } = view;
		untrack(() => {
			this.#people = keepSame(this.#people, people);
			this.#where = keepSame(this.#where, whereThey(people));
			this.#mayEdit = mayEdit;
			this.#mayComment = mayComment;
			this.#name(this.#plan, this.#people);
		});
	}

	#name({ client, contacts }: Plan, people: readonly Person[]): void {
		this.#named = keepSame<Named | undefined>(this.#named, {
			clientName: client.name,
			contacts,
			people
		}) as Named;
	}
}

function whereThey(people: readonly Person[]): Readonly<Record<string, readonly Worker[]>> {
	const working = people.filter(({ isMe, here, where }) => here && !isMe && where !== null);
	const byField = grouped(working, ({ where }) => where ?? '');
	return Object.fromEntries(
		[...byField].map(([field, who]) => [field, who.map(({ id, name }) => ({ id, name: nameOr(name) }))])
	);
}
