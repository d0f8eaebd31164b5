import type { Anchor } from './anchor.ts';
import type { Act } from './record.ts';
import type { Stance, TalkRef } from './talk.ts';

/** Something a person said. */
export interface Remark extends Act {
	readonly id: TalkRef;
	/** As last edited; empty once withdrawn. */
	readonly text: string;
	readonly edited: boolean;
	readonly withdrawn: boolean;
}

/** A comment with everything that was said below it. */
export interface Thread {
	readonly id: TalkRef;
	readonly about: Anchor;
	readonly asksForHelp: boolean;
	readonly said: Remark;
	readonly replies: readonly Remark[];
	/** Who settled it, while it is settled. */
	readonly resolved: Act | null;
}

/** Where one person stands on one goal. */
export interface Answer extends Act {
	readonly id: TalkRef;
	readonly goal: string;
	readonly stance: Stance;
	readonly why: string;
}

export interface Talk {
	/** Oldest first. */
	readonly threads: readonly Thread[];
	/** At most one for each person and goal: their latest. */
	readonly answers: readonly Answer[];
}

/** Threads that still say something: a comment withdrawn before anyone replied is gone from view. */
export function isShown(thread: Thread): boolean {
	return !thread.said.withdrawn || thread.replies.some(({ withdrawn }) => !withdrawn);
}
