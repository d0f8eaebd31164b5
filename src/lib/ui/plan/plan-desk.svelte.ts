import { grouped } from '#lib/domain/grouped.ts';
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
import type { Author, WrittenBy } from '#lib/session/written-by.ts';
import type { CaseView } from '../session/case-view.ts';
import { everyone, nameOf, type Named } from './people-named.ts';
import { SteadyPlan, type Worker } from './steady-plan.svelte.ts';
import { titleOr } from './title-or.ts';

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

const nobody: readonly Worker[] = [];
const nothing: Said = { open: 0, all: 0 };

/** The plan as the parts of its page read and edit it. Make it while a component is being made. */
export class PlanDesk {
	readonly view: CaseView;
	readonly #toasts: Toasts;
	/** While the page is being printed everything stands as text. */
	printing = $state(false);
	/** For listeners: what has just been done where the eye sees it. */
	announced = $state('');
	/** What was added last: its first field takes the focus. */
	fresh: string | null = null;

	readonly #steady: SteadyPlan;
	readonly everyone = $derived.by((): readonly Option<string>[] => everyone(this.named));
	readonly #said = $derived.by(() => saidAbout(this.view));
	readonly #answers = $derived.by(() => grouped(this.view.talk.answers, ({ goal }) => goal));
	readonly #news: Readonly<Record<string, Change['kind']>>;
	readonly today: IsoDate;

	constructor(view: CaseView, toasts: Toasts, today: IsoDate) {
		this.view = view;
		this.#steady = new SteadyPlan(view);
		this.#toasts = toasts;
		this.today = today;
		this.#news = Object.fromEntries(view.news.map((change) => [anchorKey(change), change.kind]));
	}

	get id(): string {
		return this.view.case.id;
	}

	get plan(): Plan {
		return this.#steady.plan;
	}

	/** Parts of the plan on their own, for what shows nothing else of it. */
	get needs(): Plan['needs'] {
		return this.#steady.needs;
	}

	get barriers(): Plan['barriers'] {
		return this.#steady.barriers;
	}

	get strengths(): Plan['strengths'] {
		return this.#steady.strengths;
	}

	get goals(): Plan['goals'] {
		return this.#steady.goals;
	}

	get services(): Plan['services'] {
		return this.#steady.services;
	}

	get risks(): Plan['risks'] {
		return this.#steady.risks;
	}

	get people(): readonly Person[] {
		return this.#steady.people;
	}

	/** Who can be named in the plan. */
	get named(): Named {
		return this.#steady.named;
	}

	get mayEdit(): boolean {
		return this.#steady.mayEdit && !this.printing;
	}

	get mayComment(): boolean {
		return this.#steady.mayComment;
	}

	text(ref: TextRef): TextPort {
		return this.view.case.text(ref);
	}

	/** Who wrote what of a text as it stands now; of a text that nobody began, nothing. */
	writtenBy(ref: TextRef): WrittenBy[] {
		return this.view.case.writtenBy(ref);
	}

	addedBy(kind: ListKind, id: string): Author {
		return this.view.case.addedBy(kind, id);
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
		this.#toasts.show(m.plan_removed({ title: titleOr(title) }), () => this.restore(kind, id));
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
	othersIn(field: string): readonly Worker[] {
		return this.#steady.where[field] ?? nobody;
	}

	workOn(field: string | null): void {
		this.view.case.workOn(field);
	}

	said(anchor: Anchor): Said {
		return this.#said[anchorKey(anchor)] ?? nothing;
	}

	answers(goal: string): readonly Answer[] {
		return this.#answers.get(goal) ?? [];
	}

	/** What had happened to a record before this person looked. */
	news(anchor: Anchor): Change['kind'] | undefined {
		return this.#news[anchorKey(anchor)];
	}
}

export const [getPlanDesk, setPlanDesk] = createContext<PlanDesk>();

function saidAbout(view: CaseView): Readonly<Record<string, Said>> {
	const said: Record<string, Said> = {};
	for (const { about, resolved } of view.talk.threads.filter(isShown)) {
		// What is said about a field is said about its record as well.
		for (const key of new Set([anchorKey(about), anchorKey({ record: about.record, id: about.id })])) {
			const { open, all } = said[key] ?? nothing;
			said[key] = { open: open + (resolved ? 0 : 1), all: all + 1 };
		}
	}
	return said;
}
