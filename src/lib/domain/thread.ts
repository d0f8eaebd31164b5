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
	/** Other words for a text of the plan; null for what is none. */
	readonly suggests: Suggested | null;
	/** Who settled it, while it is settled: who decides upon a suggestion settles it. */
	readonly resolved: Act | null;
}

export interface Suggested {
	/** Of what the thread is about. */
	readonly field: string;
	readonly was: string;
	readonly instead: string;
	readonly decision: Decision | null;
}

export interface Decision extends Act {
	/** Else the words stay as they are. */
	readonly takenUp: boolean;
	readonly text: string;
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
