import type { BarrierKind } from '#lib/domain/barrier.ts';
import type { EncounterWay } from '#lib/domain/encounter.ts';
import type { NeedArea } from '#lib/domain/need.ts';
import type { RiskSeverity, RiskSubject } from '#lib/domain/risk.ts';
import type { DemoPerson } from './demo-people.ts';

export const demoStrengths: readonly { readonly key: string; readonly words: string }[] = [
	{ key: 'stubborn', words: 'I do not give up. The nurses will tell you.' },
	{ key: 'cook', words: 'I can cook for twelve people without a recipe.' },
	{ key: 'daughter', words: 'My daughter and I tell each other the truth.' },
	{ key: 'street', words: 'I know everybody on Alder Street, and they know me.' },
	{ key: 'neighbor', words: 'Harold downstairs hears when I knock on the floor.' },
	{ key: 'people', words: 'I like company and I make people laugh.' }
];

export const demoPreferences: readonly string[] = [
	'Aides who speak some Spanish, if there is a choice.',
	'A woman to help me wash.',
	'Nobody before 8 in the morning.',
	'Letters in large print, please. My right eye is still blurry.'
];

export const demoSigns: readonly string[] = [
	'I stop baking and leave the curtains shut.',
	'I do not pick up when Elena calls.'
];

export const demoCopings: readonly string[] = [
	'Sit on the step outside, even for five minutes.',
	'Somebody bakes with me. I say how, they do.',
	'No questions for an hour. Tea, and the radio.'
];

/** In days from today. */
export const demoEncounters: readonly {
	readonly about: string;
	readonly words: string;
	readonly on: number;
	readonly way: EncounterWay;
	readonly who: DemoPerson;
	readonly withWhom: DemoPerson;
}[] = [
	{
		about: 'The first week at home',
		words:
			'Rosa slept well and baked on Saturday. The stairs are the hard part. We moved the rail up the list.',
		on: -3,
		way: 'in-person',
		who: 'maya',
		withWhom: 'rosa'
	},
	{
		about: 'A ride to therapy',
		words: 'The ride line has a seat from next week, on Tuesdays and Fridays at nine.',
		on: -1,
		way: 'phone',
		who: 'maya',
		withWhom: 'elena'
	}
];

export const demoNeeds: readonly {
	readonly key: string;
	readonly words: string;
	readonly area: NeedArea;
	readonly note?: string;
	readonly because?: string;
}[] = [
	{
		key: 'walking',
		words: 'My right leg drags and I am afraid of the stairs',
		area: 'physical',
		note: 'Second floor, 22 steps, no elevator.'
	},
	{
		key: 'hand',
		words: 'My right hand does not close. I cannot cut bread or button a blouse',
		area: 'physical'
	},
	{
		key: 'bath',
		words: 'I need help to wash and dress in the morning',
		area: 'daily-living',
		because: 'hand'
	},
	{
		key: 'alone',
		words: 'The afternoons are long and I am low since I came home',
		area: 'social-connection',
		note: 'Rosa says: sad, not sick. Dr. Singh asks again at each visit.'
	},
	{ key: 'speech', words: 'I know what I want to say and the words do not come', area: 'mental' },
	{ key: 'pills', words: 'Seven pills a day, and I mix up the evening ones', area: 'medication' },
	{
		key: 'ride',
		words: 'I cannot drive for now and the bus is too far to walk',
		area: 'transportation-insecurity'
	}
];

export const demoBarriers: readonly {
	readonly words: string;
	readonly kind: BarrierKind;
	readonly strategy: string;
	readonly service?: string;
	readonly wanted?: string;
	readonly needs?: readonly string[];
	readonly goals?: readonly string[];
}[] = [
	{
		words: 'There is a place in the group, but no way to get there',
		kind: 'secondary-missing',
		strategy: 'Maya asks the community bus. Until then Elena drives every second Thursday.',
		service: 'group',
		wanted: 'ride',
		goals: ['people']
	},
	{
		words: 'The form for help at home asks for papers that the hospital sends only by mail',
		kind: 'system',
		strategy: 'Maya has written to the office and asks for a copy by phone. It happens to others, too.',
		needs: ['bath'],
		goals: ['home']
	}
];

export const demoRisks: readonly {
	readonly key: string;
	readonly what: string;
	readonly about: RiskSubject;
	readonly severity: RiskSeverity;
	readonly mitigation: string;
	readonly backup: string;
}[] = [
	{
		key: 'fall',
		what: 'Falling on the stairs or in the bath',
		about: 'client',
		severity: 'high',
		mitigation:
			'Second handrail and grab rail go in this week. Shoes on, never socks, on the stairs. Phone in the apron pocket.',
		backup: 'Knock on the floor: Harold has a key. If I hit my head, call 911, even if I say I am fine.'
	},
	{
		key: 'stroke',
		what: 'Another stroke',
		about: 'client',
		severity: 'moderate',
		mitigation: 'Blood pressure every morning, written in the blue book. Pills from the weekly box.',
		backup: 'Face, arm or speech suddenly different: call 911 at once and note the time. Then call Elena.'
	},
	{
		key: 'elena',
		what: 'Elena wears herself out between her shifts and my apartment',
		about: 'others',
		severity: 'moderate',
		mitigation: 'Elena has two free evenings a week that nobody fills. Maya asks her how she is, too.',
		backup: 'If Elena is sick or cannot come, Kindly Home Care sends somebody the same day.'
	}
];

export const demoEmergencies: readonly {
	readonly event: string;
	readonly response: string;
	readonly person: DemoPerson;
}[] = [
	{
		event: 'The aide does not come in the morning',
		response: 'Call the duty desk after 20 minutes. Harold makes coffee until somebody is there.',
		person: 'homeCare'
	},
	{
		event: 'A power cut or snow, and nobody can get here',
		response:
			'Flashlight and two days of food are in the cupboard by the door. Pills for a week are in the box. Harold looks in twice a day.',
		person: 'harold'
	}
];
