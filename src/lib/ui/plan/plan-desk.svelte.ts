import { createContext } from 'svelte';
import type { TextRef } from '#lib/casedoc/text.ts';
import { removeRecord, restoreRecord } from '#lib/casedoc/remove.ts';
import { moveDown, moveRecord, moveUp } from '#lib/casedoc/move.ts';
import { anchorKey, type Anchor } from '#lib/domain/anchor.ts';
import type { Change } from '#lib/domain/change.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { ListKind } from '#lib/domain/record.ts';
import { isShown, type Answer } from '#lib/domain/thread.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Case, Person, TextPort } from '#lib/session/case.ts';
import type { Toasts } from '../act/toasts.svelte.ts';
import { nameOr } from '../case/name-or.ts';
import type { Option } from '../form/option.ts';
import type { CaseView } from '../session/case-view.ts';
import { keepSame } from './keep-same.ts';
import { everyone, nameOf, type Named } from './people-named.ts';

/** How an edit on screen reaches casedoc: the plan's document, and who makes it, when, under which fresh id. */
export type PlanEdit<T> = (
	plan: Parameters<Parameters<Case['edit']>[0]>[0],
	making: ReturnType<Case['making']>
) => T;

export interface Said {
	/** Threads that are not settled. */
	readonly open: number;
	readonly all: number;
}

const nobody: readonly { readonly id: string; readonly name: string }[] = [];
const nothing: Said = { open: 0, all: 0 };

/** The plan as the parts of its page read and edit it: what has not changed is the same object as before. */
export class PlanDesk {
	readonly view: CaseView;
	readonly #toasts: Toasts;
	/** While the page is being printed everything stands as text. */
	printing = $state(false);
	/** For listeners: what has just been done where the eye sees it. */
	announced = $state('');
	/** What was added last: its first field takes the focus. */
	fresh: string | null = null;

	#lastPlan: Plan | undefined;
	readonly plan = $derived.by(() => (this.#lastPlan = keepSame(this.#lastPlan, this.view.plan)));
	#lastPeople: readonly Person[] | undefined;
	readonly people = $derived.by(() => (this.#lastPeople = keepSame(this.#lastPeople, this.view.people)));
	#lastNamed: Named | undefined;
	/** Who can be named in the plan. */
	readonly named = $derived.by(() => {
		const { client, contacts } = this.plan;
		return (this.#lastNamed = keepSame(this.#lastNamed, {
			clientName: client.name,
			contacts,
			people: this.people
		}));
	});
	/** Parts of the plan on their own, for what shows nothing else of it. */
	readonly needs = $derived(this.plan.needs);
	readonly strengths = $derived(this.plan.strengths);
	readonly goals = $derived(this.plan.goals);
	readonly risks = $derived(this.plan.risks);
	#lastEveryone: readonly Option<string>[] | undefined;
	readonly everyone = $derived.by(
		() => (this.#lastEveryone = keepSame(this.#lastEveryone, everyone(this.named)))
	);
	readonly mayEdit = $derived.by(() => this.view.mayEdit && !this.printing);
	readonly #where = $derived.by(() => whereThey(this.people));
	readonly #said = $derived.by(() => saidAbout(this.view));
	readonly #answers = $derived.by(() => Map.groupBy(this.view.talk.answers, ({ goal }) => goal));
	readonly #news: ReadonlyMap<string, Change['kind']>;
	readonly today: IsoDate;

	constructor(view: CaseView, toasts: Toasts, today: IsoDate) {
		this.view = view;
		this.#toasts = toasts;
		this.today = today;
		this.#news = new Map(view.news.map((change) => [anchorKey(change), change.kind]));
	}

	get id(): string {
		return this.view.case.id;
	}

	text(ref: TextRef): TextPort {
		return this.view.case.text(ref);
	}

	edit<T>(change: PlanEdit<T>): T {
		const { case: opened } = this.view;
		return opened.edit((plan) => change(plan, opened.making()));
	}

	/** Adds a record and, once it is shown, takes the writer to it. */
	add(change: PlanEdit<void>): void {
		this.edit((plan, making) => {
			change(plan, making);
			this.fresh = making.newId;
		});
	}

	remove(kind: ListKind, id: string, title: string): void {
		this.edit((plan, act) => removeRecord(plan, kind, id, act));
		this.#toasts.show(m.plan_removed({ title: title.trim() || m.plan_untitled() }), () =>
			this.restore(kind, id)
		);
	}

	restore(kind: ListKind, id: string): void {
		this.edit((plan) => restoreRecord(plan, kind, id));
	}

	move(kind: ListKind, id: string, title: string, way: 'up' | 'down'): void {
		const moved = this.edit((plan) => (way === 'up' ? moveUp : moveDown)(plan, kind, id));
		if (!moved) this.announced = way === 'up' ? m.plan_is_first({ title }) : m.plan_is_last({ title });
		else this.announced = way === 'up' ? m.plan_moved_up({ title }) : m.plan_moved_down({ title });
	}

	/** @param to the index it shall have among `siblings`, which are in the order shown. */
	moveTo(kind: ListKind, id: string, to: number, siblings: readonly { readonly id: string }[]): void {
		const others = siblings.filter((one) => one.id !== id);
		const next = others[to];
		const last = others.at(-1);
		const place = next ? { before: next.id } : last && { after: last.id };
		if (place) this.edit((plan) => moveRecord(plan, kind, id, place));
	}

	nameOf(ref: PersonRef | null): string | null {
		return nameOf(ref, this.named);
	}

	/** What somebody who did something is called. */
	memberName(id: string): string {
		const person = this.people.find((one) => one.id === id);
		return person ? nameOr(person.name) : m.plan_person_gone();
	}

	/** Who else works in this field now. */
	othersIn(field: string): typeof nobody {
		return this.#where.get(field) ?? nobody;
	}

	workOn(field: string | null): void {
		this.view.case.workOn(field);
	}

	said(anchor: Anchor): Said {
		return this.#said.get(anchorKey(anchor)) ?? nothing;
	}

	answers(goal: string): readonly Answer[] {
		return this.#answers.get(goal) ?? [];
	}

	/** What had happened to a record before this person looked. */
	news(anchor: Anchor): Change['kind'] | undefined {
		return this.#news.get(anchorKey(anchor));
	}
}

export const [getPlanDesk, setPlanDesk] = createContext<PlanDesk>();

function whereThey(people: readonly Person[]): ReadonlyMap<string, typeof nobody> {
	const working = people.filter(({ isMe, here, where }) => here && !isMe && where !== null);
	return Map.groupBy(
		working.map(({ id, name, where }) => ({ id, name: nameOr(name), where })),
		({ where }) => where ?? ''
	);
}

function saidAbout(view: CaseView): ReadonlyMap<string, Said> {
	const said = new Map<string, Said>();
	for (const { about, resolved } of view.talk.threads.filter(isShown)) {
		// What is said about a field is said about its record as well.
		for (const key of new Set([anchorKey(about), anchorKey({ record: about.record, id: about.id })])) {
			const { open, all } = said.get(key) ?? nothing;
			said.set(key, { open: open + (resolved ? 0 : 1), all: all + 1 });
		}
	}
	return said;
}
