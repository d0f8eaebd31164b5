import type { Act } from './record.ts';

/** One change of a state, kept for good. */
export interface StateChange<State extends string> extends Act {
	readonly id: string;
	readonly from: State | null;
	readonly to: State;
	readonly reason: string;
	/** Ids of the newest changes that were known when this one was made; more than one where they had crossed. */
	readonly after: readonly string[];
}

/** Oldest first; the last one is the state that stands. */
export type History<State extends string> = readonly StateChange<State>[];

/** The changes that no later change was made in sight of: one, as a rule. */
export function openEnds<State extends string>(history: History<State>): StateChange<State>[] {
	const seen = new Set(history.flatMap(({ after }) => after));
	return history.filter(({ id }) => !seen.has(id));
}

/**
 * Two people set a state without seeing each other's change, as happens offline. Only one value can stand, so both
 * should be told; whoever sets it next settles the matter.
 */
export function crossedChanges<State extends string>(
	history: History<State>
): { readonly stands: StateChange<State>; readonly lost: readonly StateChange<State>[] } | undefined {
	const stands = history.at(-1);
	if (!stands) return undefined;
	const lost = openEnds(history).filter((change) => change !== stands && change.to !== stands.to);
	return lost.length > 0 ? { stands, lost } : undefined;
}
