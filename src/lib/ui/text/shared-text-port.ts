import type { Delta } from '#lib/casedoc/text-splice.ts';

/** One shared text, as a field needs it; the session gives it. Indexes are UTF-16 units on the text as it is now. */
export interface SharedTextPort {
	read(): string;
	splice(index: number, remove: number, insert: string): void;
	/**
	 * Calls back after every change with its delta; `local` for changes made on this device (also undo and redo).
	 * Returns how to stop.
	 */
	observe(changed: (delta: Delta, local: boolean) => void): () => void;
}
