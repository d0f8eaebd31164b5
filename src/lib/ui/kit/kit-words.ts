import { m } from '#lib/paraglide/messages.js';
import type { ReadKit } from '#lib/session/kit-code.ts';
import type { Checked } from '#lib/session/kit-making.ts';
import type { RecoveryFault } from '#lib/session/kit-recovery.ts';

export type NoKit = Exclude<ReadKit, { kind: 'link' | 'words' }>;
export type Fault = RecoveryFault | Exclude<Checked, { kind: 'checked' }>;

export interface FaultWords {
	readonly title?: string;
	readonly text: string;
}

/** What was scanned or typed is no kit. */
export function noKitWords(read: NoKit): string {
	switch (read.kind) {
		case 'invitation':
			return m.kit_fault_invitation();
		case 'foreign':
			return m.kit_fault_foreign();
		case 'mangled':
			return m.kit_fault_mangled();
		case 'newer':
			return m.kit_fault_newer();
		case 'empty':
			return m.kit_fault_empty();
		case 'unknown-word':
			return m.kit_fault_word({ place: read.place, word: shown(read.word) });
		case 'wrong-count':
			return m.kit_fault_words_count({ count: read.count });
		case 'wrong-words':
			return m.kit_fault_words();
	}
}

/** A kit opens nothing here: why, and what to do now. `host`: where it was asked for. */
export function faultWords(fault: Fault, host: string): FaultWords {
	switch (fault.kind) {
		case 'unknown':
			return { title: m.kit_fault_unknown_title(), text: m.kit_fault_unknown_text({ host }) };
		case 'over':
			return { title: m.kit_fault_over_title(), text: m.kit_fault_over_text() };
		case 'interfered':
			return { title: m.kit_fault_interfered_title(), text: m.kit_fault_interfered_text() };
		case 'unreachable':
			return { title: m.kit_fault_unreachable_title(), text: m.kit_fault_unreachable_text() };
		case 'already':
			return { title: m.kit_fault_already_title(), text: m.kit_fault_already_text() };
		case 'not-stored':
			return { title: m.kit_fault_not_stored_title(), text: m.kit_fault_not_stored_text() };
		case 'elsewhere':
			return { text: m.kit_fault_elsewhere({ host: new URL(fault.origin).host }) };
		case 'not-this-one':
			return { text: m.kit_other() };
		default:
			return { text: noKitWords(fault) };
	}
}

/** A paste of something else altogether is one very long word. */
function shown(word: string): string {
	return word.length > 24 ? `${word.slice(0, 24)}…` : word;
}
