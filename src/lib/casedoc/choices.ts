import type * as Y from 'yjs';
import type { Choice, ChoiceAnswer, ChoiceQuestion } from '#lib/domain/choice.ts';
import { choiceAnswers, choiceQuestions } from '#lib/domain/choice.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import { parsePersonKey, personKey } from '#lib/domain/person.ts';
import { isTime } from '#lib/domain/record.ts';
import { readText } from './text.ts';

export interface Answering {
	readonly answer: ChoiceAnswer | null;
	readonly answeredBy: PersonRef;
	readonly at: number;
}

/** Answer, person and time are one value: of two answers given at once one stands whole. */
export function answerChoice(
	doc: Y.Doc,
	question: ChoiceQuestion,
	{ answer, answeredBy, at }: Answering
): void {
	choicesOf(doc).set(question, { answer, by: personKey(answeredBy), at });
}

export function readChoices(doc: Y.Doc): Choice[] {
	return choiceQuestions.map((question) => ({
		question,
		...parseAnswer(choicesOf(doc).get(question)),
		words: readText(doc, { record: 'choice', id: question, field: 'words' })
	}));
}

function choicesOf(doc: Y.Doc): Y.Map<unknown> {
	return doc.getMap('choices');
}

function parseAnswer(value: unknown): Pick<Choice, 'answer' | 'answeredBy' | 'at'> {
	if (typeof value !== 'object' || value === null) return { answer: null, answeredBy: null, at: null };
	const { answer, by, at } = value as Record<string, unknown>;
	return {
		answer: (choiceAnswers as readonly unknown[]).includes(answer) ? (answer as ChoiceAnswer) : null,
		answeredBy: parsePersonKey(by),
		at: isTime(at) ? at : null
	};
}
