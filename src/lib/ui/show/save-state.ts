/** How safe what was just written is; the words are in the catalogue under `status_`. */
export type SaveState =
	| { readonly kind: 'saving' }
	| { readonly kind: 'saved' }
	| { readonly kind: 'sent' }
	| { readonly kind: 'offline' }
	/** In plain words: what happened, what it means for what was written, what can be done. */
	| { readonly kind: 'problem'; readonly text: string };

/** Routine news is spoken no oftener than this; going offline, coming back and problems always are. */
export const QUIET_MS = 30_000;

export interface Spoken {
	readonly kind: SaveState['kind'];
	readonly at: number;
}

/** Whether a listener should hear that the state is now `kind`. */
export function worthSaying(kind: SaveState['kind'], last: Spoken | undefined, at: number): boolean {
	if (kind === 'saving') return false;
	if (kind === 'offline' || kind === 'problem') return true;
	if (last === undefined) return false;
	return last.kind === 'offline' || last.kind === 'problem' || at - last.at >= QUIET_MS;
}
