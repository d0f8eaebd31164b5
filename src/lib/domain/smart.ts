import type { Goal } from './goal.ts';

/** Specific, measurable, achievable, relevant, time-bound: what makes a goal one that can be meant and followed. */
export const smartParts = ['specific', 'measurable', 'achievable', 'relevant', 'timely'] as const;
export type SmartPart = (typeof smartParts)[number];

/** Of fewer words than these nobody else knows what is meant. */
const fewestWords = 3;
/** Who is less sure than this that they can do it may want a smaller goal. */
const sureEnough = 5;

/** Which parts a goal says something to: a hint, not a judgement. */
export function smartOf(
	goal: Pick<Goal, 'words' | 'measure' | 'steps' | 'confidence' | 'why' | 'due'>
): Readonly<Record<SmartPart, boolean>> {
	return {
		specific: goal.words.trim().split(/\s+/).length >= fewestWords,
		measurable: goal.measure.trim() !== '' || /\d/.test(goal.words),
		achievable: goal.steps.length > 0 && (goal.confidence ?? sureEnough) >= sureEnough,
		relevant: goal.why.trim() !== '',
		timely: goal.due !== null
	};
}
