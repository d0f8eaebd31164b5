import { createContext } from 'svelte';
import type { CaseView } from '../session/case-view.ts';

/** What the person works on just now, and the bar above speaks of: the case, or a circle of it. */
export class ShownView {
	current: CaseView = $state.raw() as CaseView;
	readonly #first: CaseView;

	constructor(first: CaseView) {
		this.#first = first;
		this.current = first;
	}

	/** The answer goes back to the case. */
	show(view: CaseView): () => void {
		this.current = view;
		return () => {
			if (this.current === view) this.current = this.#first;
		};
	}
}

export const [getShownView, setShownView] = createContext<ShownView>();
