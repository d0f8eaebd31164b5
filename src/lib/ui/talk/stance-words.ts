import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import ThumbsDown from '@lucide/svelte/icons/thumbs-down';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import type { Stance } from '#lib/domain/talk.ts';
import { m } from '#lib/paraglide/messages.js';

/** "Tom agrees". */
export const stanceOf: Readonly<Record<Stance, () => string>> = {
	agree: m.talk_stance_agree,
	disagree: m.talk_stance_disagree,
	unsure: m.talk_stance_unsure
};

/** As a person chooses it. */
export const stanceMine: Readonly<Record<Stance, () => string>> = {
	agree: m.talk_mine_agree,
	disagree: m.talk_mine_disagree,
	unsure: m.talk_mine_unsure
};

/** As it is said back to them. */
export const stanceYours: Readonly<Record<Stance, () => string>> = {
	agree: m.talk_mine_is_agree,
	disagree: m.talk_mine_is_disagree,
	unsure: m.talk_mine_is_unsure
};

export const stanceTally: Readonly<Record<Stance, (count: { count: number }) => string>> = {
	agree: m.talk_tally_agree,
	disagree: m.talk_tally_disagree,
	unsure: m.talk_tally_unsure
};

export const stanceIcons = { agree: ThumbsUp, disagree: ThumbsDown, unsure: CircleHelp };
