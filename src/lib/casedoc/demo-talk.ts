import type * as Y from 'yjs';
import type { TalkDraft } from '#lib/domain/talk.ts';
import { talkRef } from '#lib/domain/talk.ts';
import type { DemoIds, DemoSetting } from './demo.ts';
import type { DemoPerson } from './demo-people.ts';
import { retold } from './demo-retold.ts';
import { pushTalk } from './push-talk.ts';

/**
 * Lets the people of the made-up case talk. Everybody speaks in a strand of their own, so the caller gives for each
 * speaker the document in which they speak, and merges these. People without a document stay silent.
 */
export function fillDemoTalk(
	docOf: (person: DemoPerson) => Y.Doc | undefined,
	ids: DemoIds,
	{ newId, at, people, words }: DemoSetting
): void {
	const names = new Map<string, string>();
	for (const { by, named, minutes, draft } of demoTalk(ids, (name) => names.get(name))) {
		const doc = docOf(by);
		const member = people[by];
		const said = doc && member ? draft() : undefined;
		if (!doc || !member || !said) continue;
		const id = newId();
		names.set(named, talkRef(member, id));
		pushTalk(doc, { ...retold(said, words), id, at: at - minutes * 60_000 });
	}
}

type Words = TalkDraft extends infer One ? (One extends TalkDraft ? Omit<One, 'id' | 'at'> : never) : never;

interface Line {
	readonly by: DemoPerson;
	readonly named: string;
	/** How long ago. */
	readonly minutes: number;
	/** Nothing, when what it answers was never said. */
	readonly draft: () => Words | undefined;
}

function demoTalk(ids: DemoIds, refOf: (named: string) => string | undefined): Line[] {
	const reply = (named: string, text: string) => (): Words | undefined => {
		const to = refOf(named);
		return to === undefined ? undefined : { kind: 'reply', to, text };
	};
	const agree = (goal: string, why: string) => (): Words => ({
		kind: 'answer',
		goal: ids('goal', goal),
		stance: 'agree',
		why
	});
	return [
		{
			by: 'elena',
			named: 'stairs',
			minutes: 2_900,
			draft: () => ({
				kind: 'comment',
				about: { record: 'goal', id: ids('goal', 'walk') },
				text: 'Mamá, I worry about the stairs more than about the street. Could Tom start with those?'
			})
		},
		{
			by: 'tom',
			named: 'stairs-tom',
			minutes: 2_700,
			draft: reply('stairs', 'Yes. We do the stairs first, with the cane, before she goes out alone.')
		},
		{
			by: 'rosa',
			named: 'stairs-rosa',
			minutes: 2_600,
			draft: reply('stairs-tom', 'Good. But I go first and you walk behind me.')
		},
		{
			by: 'rosa',
			named: 'rosa-walk',
			minutes: 1_500,
			draft: agree('walk', 'It is my goal. Of course I agree.')
		},
		{
			by: 'tom',
			named: 'tom-walk',
			minutes: 1_400,
			draft: agree('walk', '12 weeks is ambitious and possible.')
		},
		{
			by: 'elena',
			named: 'elena-home',
			minutes: 1_300,
			draft: () => ({
				kind: 'answer',
				goal: ids('goal', 'home'),
				stance: 'unsure',
				why: 'I want this for her. I am not sure one hour in the morning is enough.'
			})
		},
		{
			by: 'maya',
			named: 'hours',
			minutes: 1_200,
			draft: () => ({
				kind: 'comment',
				about: { record: 'goal', id: ids('goal', 'home') },
				text: 'Elena is not sure about one hour a day. Let us look at this together at the review, or earlier if it does not work.'
			})
		}
	];
}
