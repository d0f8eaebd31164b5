import { SvelteMap } from 'svelte/reactivity';
import type { Case } from '#lib/session/case.ts';

/** What somebody has begun to say and not yet said, whichever page they turn to; their device keeps it. */
export class Drafts {
	readonly #unsaid: Case['unsaid'];
	readonly #texts: SvelteMap<string, string>;

	constructor(unsaid: Case['unsaid']) {
		this.#unsaid = unsaid;
		this.#texts = new SvelteMap(unsaid.texts);
	}

	get(name: string): string {
		return this.#texts.get(name) ?? '';
	}

	set(name: string, text: string): void {
		this.#unsaid.set(name, text);
		if (text === '') this.#texts.delete(name);
		else this.#texts.set(name, text);
	}
}

const drafts = new WeakMap<Case, Drafts>();

export function draftsOf(opened: Case): Drafts {
	const known = drafts.get(opened) ?? new Drafts(opened.unsaid);
	drafts.set(opened, known);
	return known;
}
