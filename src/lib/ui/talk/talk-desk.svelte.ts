import { createContext } from 'svelte';
import { readRemoved } from '#lib/casedoc/remove.ts';
import type { Pushed } from '#lib/casedoc/push-talk.ts';
import type { Anchor } from '#lib/domain/anchor.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { Removed } from '#lib/domain/record.ts';
import { talkRef, type TalkDraft, type TalkRef } from '#lib/domain/talk.ts';
import type { Talk } from '#lib/domain/thread.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CaseView } from '../session/case-view.ts';
import { keepSame } from '../plan/keep-same.ts';
import type { PlanDesk } from '../plan/plan-desk.svelte.ts';
import { subjectOf, type Subject } from './anchor-words.ts';
import { draftsOf, type Drafts } from './drafts.ts';
import { refsIn } from './thread-order.ts';

/** What somebody says, before it has a name and a time. */
export type Saying = TalkDraft extends infer One
	? One extends TalkDraft
		? Omit<One, 'id' | 'at'>
		: never
	: never;

/** The talk as the parts of its pages read it and add to it. */
export class TalkDesk {
	readonly plan: PlanDesk;
	readonly drafts: Drafts;
	/** Refs of what had been said when the page was opened. */
	readonly known: ReadonlySet<TalkRef>;
	#told = $state('');

	#lastTalk: Talk | undefined;
	readonly talk = $derived.by(() => (this.#lastTalk = keepSame(this.#lastTalk, this.view.talk)));
	readonly #removed = $derived.by(() => this.#removedFrom(this.plan.plan));

	constructor(plan: PlanDesk) {
		this.plan = plan;
		this.drafts = draftsOf(plan.view.case);
		this.known = refsIn(plan.view.talk.threads);
	}

	get view(): CaseView {
		return this.plan.view;
	}

	get me(): string {
		return this.view.case.me;
	}

	/** What listeners are told. */
	get told(): string {
		return this.#told;
	}

	/** The same words twice are told twice: a space makes them other words. */
	tell(words: string): void {
		this.#told = words === this.#told ? `${words}\u00a0` : words;
	}

	/** Milliseconds since 1970. */
	now(): number {
		return this.view.case.making().at;
	}

	/** Adds to the talk, and says under which name it stands there. */
	say(saying: Saying): Pushed & { readonly ref: TalkRef } {
		const { newId, at } = this.view.case.making();
		return { ...this.view.case.say({ ...saying, id: newId, at }), ref: talkRef(this.me, newId) };
	}

	subject(anchor: Anchor): Subject {
		return subjectOf(anchor, this.plan.plan, this.plan.named, this.#removed);
	}

	/** As it stands above what somebody has said. */
	speaker(id: string): string {
		const name = this.plan.memberName(id);
		return id === this.me ? m.talk_you({ name }) : name;
	}

	/** Read anew whenever the plan has changed. */
	#removedFrom(_plan: Plan): readonly Removed[] {
		return readRemoved(this.view.case.planDoc);
	}
}

export const [getTalkDesk, setTalkDesk] = createContext<TalkDesk>();
