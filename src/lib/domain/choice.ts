import type { PersonRef } from './person.ts';

/**
 * The seven questions about a person's own choice that HL7's eLTSS asks of every plan (CC0), in its order, q1 to q7.
 * All are answered with yes or no, save `alternatives` ("What other settings were considered?").
 */
export const choiceQuestions = [
	'setting',
	'alternatives',
	'services',
	'took-part',
	'agrees',
	'providers',
	'informed'
] as const;
export type ChoiceQuestion = (typeof choiceQuestions)[number];

export const choiceAnswers = ['yes', 'no'] as const;
export type ChoiceAnswer = (typeof choiceAnswers)[number];

export interface Choice {
	readonly question: ChoiceQuestion;
	readonly answer: ChoiceAnswer | null;
	/** Whose answer it is; somebody else may have written it down. */
	readonly answeredBy: PersonRef | null;
	/** Milliseconds since 1970, as claimed. */
	readonly at: number | null;
	/** The whole answer to `alternatives`; a remark on the others. */
	readonly words: string;
}

export function isChoiceQuestion(value: unknown): value is ChoiceQuestion {
	return (choiceQuestions as readonly unknown[]).includes(value);
}

export function isAnswered(choice: Choice): boolean {
	return choice.question === 'alternatives' ? choice.words.trim() !== '' : choice.answer !== null;
}
