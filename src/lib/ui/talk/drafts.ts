import { SvelteMap } from 'svelte/reactivity';
import type { Case } from '#lib/session/case.ts';

/** What somebody has begun to say and not yet said: kept in memory only, while the case is open, whichever page they turn to. */
export class Drafts {
	readonly #texts = new SvelteMap<string, string>();

	get(name: string): string {
		return this.#texts.get(name) ?? '';
	}

	set(name: string, text: string): void {
		if (text === '') this.#texts.delete(name);
		else this.#texts.set(name, text);
	}
}

const drafts = new WeakMap<Case, Drafts>();

export function draftsOf(opened: Case): Drafts {
	const known = drafts.get(opened) ?? new Drafts();
	drafts.set(opened, known);
	return known;
}
