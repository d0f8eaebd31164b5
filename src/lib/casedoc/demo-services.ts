import type { DemoPerson } from './demo-people.ts';
import type { NewService } from './services.ts';

/** From, to: days from today. Provider, needs, goals and risks: keys of the demo. */
export interface DemoService extends Omit<NewService, 'newId' | 'at' | 'by' | 'provider' | 'from' | 'to'> {
	/** Where something else names it. */
	readonly key?: string;
	readonly provider: DemoPerson;
	readonly from: number;
	readonly to: number | null;
}

export const demoServices: readonly DemoService[] = [
	{
		what: 'Physical therapy',
		provider: 'tom',
		state: 'active',
		amount: 2,
		unit: 'visit',
		interval: 'week',
		payment: 'paid',
		funding: 'Health insurance, up to 24 visits',
		place: 'Riverside Rehab, 9 Mill Lane',
		from: -3,
		to: 81,
		needs: ['walking'],
		goals: ['walk'],
		risks: ['fall']
	},
	{
		what: 'Occupational therapy at home',
		provider: 'grace',
		state: 'active',
		amount: 1,
		unit: 'visit',
		interval: 'week',
		payment: 'paid',
		funding: 'Health insurance, up to 10 visits',
		place: 'At home, in the kitchen',
		from: 4,
		to: 74,
		needs: ['hand', 'bath'],
		goals: ['cook']
	},
	{
		key: 'group',
		what: 'Support group for stroke survivors',
		provider: 'ines',
		state: 'draft',
		amount: 1,
		unit: 'visit',
		interval: 'week',
		payment: 'unpaid',
		place: 'St Anne’s Hall, Thursdays at 3',
		comment: 'Ines has kept a place. Rosa decides after the first time.',
		from: 11,
		to: null,
		needs: ['alone', 'speech'],
		goals: ['people']
	},
	{
		what: 'Help with washing, dressing and breakfast',
		provider: 'homeCare',
		state: 'draft',
		amount: 1,
		unit: 'hour',
		interval: 'day',
		payment: 'paid',
		funding: 'In-home care, applied for. Until then Elena pays 2 mornings a week',
		place: 'At home, between 8 and 10',
		selfDirected: true,
		comment: 'Rosa meets the aides before the first morning and chooses.',
		from: 14,
		to: 104,
		needs: ['bath', 'pills'],
		goals: ['home'],
		risks: ['elena']
	},
	{
		what: 'Shopping and the weekly pill box',
		provider: 'elena',
		state: 'active',
		amount: 1,
		unit: 'visit',
		interval: 'week',
		payment: 'unpaid',
		place: 'At home, Sundays',
		from: -6,
		to: null,
		needs: ['pills'],
		goals: ['home'],
		risks: ['stroke']
	},
	{
		what: 'Rides to therapy and to the group',
		provider: 'maya',
		providerWords: 'Millbrook volunteer drivers, booked by Maya',
		state: 'draft',
		amount: 3,
		unit: 'other',
		unitWords: 'rides',
		interval: 'week',
		payment: 'unpaid',
		from: 4,
		to: null,
		comment: 'Without a ride there is no group. Book by Monday noon.',
		needs: ['ride'],
		goals: ['walk', 'people']
	}
];
