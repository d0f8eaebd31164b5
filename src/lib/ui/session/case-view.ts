import { createContext } from 'svelte';
import type { Change } from '#lib/domain/change.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { Talk } from '#lib/domain/thread.ts';
import type { Case, OpenInvitation, Person } from '#lib/session/case.ts';
import type { SaveStatus } from '#lib/session/status.ts';
import { Live } from '../live.ts';

/** An open case as components read it: each projection listens while it is shown, and is made anew only after a change. */
export class CaseView {
	readonly case: Case;
	readonly #plan: Live<Plan>;
	readonly #talk: Live<Talk>;
	readonly #people: Live<readonly Person[]>;
	readonly #invitations: Live<readonly OpenInvitation[]>;
	readonly #status: Live<SaveStatus>;
	readonly #undo: Live<{ readonly undo: boolean; readonly redo: boolean }>;
	/** What had changed when this person opened the case: stays while they look. */
	readonly news: readonly Change[];

	constructor(opened: Case) {
		this.case = opened;
		const onPlan = (changed: () => void) => opened.onPlan(changed);
		const onTalk = (changed: () => void) => opened.onTalk(changed);
		const onChange = (changed: () => void) => opened.onChange(changed);
		this.#plan = new Live(
			kept(() => opened.readPlan(), onPlan),
			onPlan
		);
		this.#talk = new Live(
			kept(() => opened.readTalk(), onTalk),
			onTalk
		);
		this.#people = new Live(() => opened.people, onChange);
		this.#invitations = new Live(() => opened.invitations, onChange);
		this.#status = new Live(() => opened.status, onChange);
		this.#undo = new Live(
			() => ({ undo: opened.canUndo, redo: opened.canRedo }),
			(changed) => opened.onUndoChange(changed)
		);
		this.news = opened.changes();
	}

	get plan(): Plan {
		return this.#plan.current;
	}

	get talk(): Talk {
		return this.#talk.current;
	}

	get people(): readonly Person[] {
		return this.#people.current;
	}

	get invitations(): readonly OpenInvitation[] {
		return this.#invitations.current;
	}

	get status(): SaveStatus {
		return this.#status.current;
	}

	get undo(): { readonly undo: boolean; readonly redo: boolean } {
		return this.#undo.current;
	}

	/** May change with the roster. */
	get mayEdit(): boolean {
		void this.people;
		return this.case.mayEdit;
	}

	get mayComment(): boolean {
		void this.people;
		return this.case.mayComment;
	}

	get mayManage(): boolean {
		void this.people;
		return this.case.mayManage;
	}
}

/** Reads once for each change, however many components ask. */
function kept<V>(read: () => V, onChange: (changed: () => void) => () => void): () => V {
	let value: { readonly current: V } | null = null;
	onChange(() => (value = null));
	return () => (value ??= { current: read() }).current;
}

export const [getCaseView, setCaseView] = createContext<CaseView>();
