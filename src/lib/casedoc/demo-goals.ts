import type { GoalState, ReadinessMark } from '#lib/domain/goal.ts';
import type { StepState } from '#lib/domain/step.ts';
import type { DemoPerson } from './demo-people.ts';

export interface DemoGoal {
	readonly key: string;
	readonly words: string;
	readonly why: string;
	readonly state: GoalState;
	/** In days from today, as everywhere here. */
	readonly start?: number;
	readonly due: number;
	readonly measure?: string;
	readonly importance?: ReadinessMark;
	readonly confidence?: ReadinessMark;
	readonly needs: readonly string[];
	readonly strengths: readonly string[];
	readonly steps: readonly DemoStep[];
}

interface DemoStep {
	readonly words: string;
	readonly note?: string;
	readonly owner: DemoPerson;
	readonly due: number;
	readonly state?: StepState;
}

/** Rosa's goals: therapy for walking, therapy for cooking, the group, and help at home. */
export const demoGoals: readonly DemoGoal[] = [
	{
		key: 'walk',
		words: 'Walk to the bakery on my own and come back with bread',
		why: 'I have bought bread there every Saturday for thirty years. They know me. I want to be somebody who goes out.',
		measure: 'I come home with bread, twice in one week, with the cane and without anybody.',
		importance: 10,
		confidence: 6,
		state: 'active',
		start: -5,
		due: 84,
		needs: ['walking'],
		strengths: ['stubborn', 'street'],
		steps: [
			{
				words: 'First visit at Riverside Rehab, so that Tom can see how I walk',
				owner: 'tom',
				due: -3,
				state: 'completed'
			},
			{
				words: 'Do the standing exercises at the kitchen counter, 10 minutes, morning and evening',
				note: 'The sheet from Tom hangs on the fridge. Stop if you feel dizzy.',
				owner: 'rosa',
				due: 14,
				state: 'in-progress'
			},
			{
				words: 'Walk with me to the corner and back, twice a week',
				note: 'Harold brings the dog. 120 steps each way.',
				owner: 'harold',
				due: 21
			},
			{ words: 'Get me a cane of the right height and show me the stairs with it', owner: 'tom', due: -1 },
			{ words: 'Walk to the bakery together for the first time', owner: 'elena', due: 56 }
		]
	},
	{
		key: 'cook',
		words: 'Cook Sunday lunch for Elena again',
		why: 'I have cooked for this family all my life. I do not want to be the one who is always served.',
		state: 'active',
		start: -3,
		due: 70,
		needs: ['hand', 'bath'],
		strengths: ['cook', 'stubborn'],
		steps: [
			{
				words: 'Look at the kitchen and the bathroom with me and say what can be made easier',
				owner: 'grace',
				due: 4
			},
			{
				words: 'Put in the grab rail by the bath and the second handrail on the stairs',
				owner: 'elena',
				due: 7,
				state: 'in-progress'
			},
			{
				words: 'Practice with the right hand: peel, stir, open jars. 15 minutes a day',
				owner: 'rosa',
				due: 28
			},
			{ words: 'Cook one dish together, sitting down', owner: 'grace', due: 35 }
		]
	},
	{
		key: 'people',
		words: 'Sit with people who know what this is like',
		why: 'Everyone is kind, but they look at me as if I might break. I would like to laugh about it with somebody.',
		state: 'accepted',
		due: 42,
		needs: ['alone', 'speech'],
		strengths: ['people'],
		steps: [
			{
				words: 'Call Ines together with Rosa and ask whether there is a place in the Thursday group',
				note: 'With Rosa beside you, not for her.',
				owner: 'maya',
				due: 2,
				state: 'completed'
			},
			{ words: 'Meet Rosa at the door the first time and sit next to her', owner: 'ines', due: 11 },
			{ words: 'Find a ride to St Anne’s Hall for Thursdays', owner: 'maya', due: 9 }
		]
	},
	{
		key: 'home',
		words: 'Stay in my own apartment, with help in the mornings until I can do it myself',
		why: 'This is where I have lived since 1989. I know where everything is, even in the dark.',
		state: 'active',
		start: -6,
		due: 30,
		needs: ['bath', 'pills'],
		strengths: ['daughter', 'neighbor'],
		steps: [
			{
				words: 'Fill in the application for in-home care together, at the kitchen table',
				owner: 'maya',
				due: 3,
				state: 'in-progress'
			},
			{
				words: 'Find the letter from the hospital and the insurance card for the application',
				owner: 'elena',
				due: 1
			},
			{ words: 'Ask what happens with the application if there is no answer', owner: 'maya', due: 17 },
			{ words: 'Say which aide I get on with, after the first week', owner: 'rosa', due: 24 }
		]
	}
];
