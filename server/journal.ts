/**
 * What the relay prints: one line for each event, with reasons from fixed lists and counts. No content, key, token, document or
 * address ever goes in: the type takes no other text than these words.
 */
import type { AuthRefusal } from './admission.ts';
import type { PushRefusal } from './refusal.ts';

export type JournalEvent =
	/** A reader was turned away. */
	| { readonly event: 'not-admitted'; readonly reason: AuthRefusal }
	/** A push was refused as a whole. */
	| { readonly event: 'refused'; readonly reason: PushRefusal; readonly entries: number }
	| { readonly event: 'founded'; readonly statements: number }
	| { readonly event: 'not-founded'; readonly reason: string }
	/** A message that is none of ours; told once for each reason and connection. */
	| { readonly event: 'dropped'; readonly reason: DropReason }
	| { readonly event: 'disconnected'; readonly reason: 'silent' | 'too-large' | 'too-many-bad' | 'broken'; readonly dropped?: number }
	| { readonly event: 'right-ended'; readonly reason: AuthRefusal }
	| { readonly event: 'slowed' }
	| { readonly event: 'store-failed'; readonly during: 'append' | 'load' }
	/** A package of ours printed something, which is withheld: it may hold what it was given. */
	| { readonly event: 'withheld'; readonly level: string }
	| { readonly event: 'failed'; readonly where: string; readonly error: string };

export type DropReason = 'address' | 'type' | 'form' | 'presence' | 'too-many-logs' | 'too-early';

export type Journal = (entry: JournalEvent) => void;

/** `2026-11-22T17:00:00.000Z refused reason=right entries=1` */
export function lineJournal(now: () => number, write: (line: string) => void): Journal {
	return ({ event, ...facts }) => {
		const words = Object.entries(facts).map(([name, value]) => ` ${name}=${String(value)}`);
		write(`${new Date(now()).toISOString()} ${event}${words.join('')}\n`);
	};
}
