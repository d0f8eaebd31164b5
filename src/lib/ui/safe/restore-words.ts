import { m } from '#lib/paraglide/messages.js';
import type { Restored } from '#lib/session/backup.ts';

type NotRestored = Exclude<Restored, { kind: 'restored' }>;

/** Which field it is about, and what to say there. */
export function restoreFault(outcome: NotRestored): {
	readonly field: 'file' | 'words';
	readonly text: string;
} {
	switch (outcome.kind) {
		case 'unknown-word':
			return {
				field: 'words',
				text: m.safe_restore_unknown_word({ place: outcome.place, word: shown(outcome.word) })
			};
		case 'wrong-count':
			return { field: 'words', text: m.safe_restore_wrong_count({ count: outcome.count }) };
		case 'wrong-words':
			return { field: 'words', text: m.safe_restore_wrong_words() };
		case 'not-a-backup':
			return { field: 'file', text: m.safe_restore_not_a_backup() };
		case 'damaged':
			return { field: 'file', text: m.safe_restore_damaged() };
		case 'newer':
			return { field: 'file', text: m.safe_restore_newer() };
		case 'not-stored':
			return { field: 'file', text: m.safe_restore_not_stored() };
	}
}

/** A paste of something else altogether is one very long word. */
function shown(word: string): string {
	return word.length > 24 ? `${word.slice(0, 24)}…` : word;
}
