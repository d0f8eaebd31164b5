import type { NewContact } from './contacts.ts';

/**
 * The people of the made-up case: Rosa Delgado comes home after a stroke. All of them, their numbers and addresses
 * are invented (555-01xx is kept free for fiction).
 */
export const demoPeople = [
	'rosa',
	'elena',
	'maya',
	'tom',
	'grace',
	'ines',
	'harold',
	'homeCare',
	'drSingh'
] as const;
export type DemoPerson = (typeof demoPeople)[number];

export const rosa = {
	name: 'Rosa Delgado',
	phone: '(415) 555-0131',
	address: '48 Alder Street, Apartment 2, Millbrook',
	note:
		'I speak English and Spanish. Since the stroke, words come slowly, so please give me time and do not finish my ' +
		'sentences. Mornings are best. I cannot hear the phone when the radio is on: let it ring.'
};

export const demoContacts: readonly ({ readonly key: DemoPerson } & Omit<
	NewContact,
	'newId' | 'at' | 'by'
>)[] = [
	{
		key: 'elena',
		name: 'Elena Delgado',
		relation: 'family',
		role: 'Daughter. Lives 20 minutes away, works shifts',
		emergency: true,
		phone: '(415) 555-0132',
		email: 'elena@delgado.example',
		note: 'Call rather than write when it is urgent. At work Tuesday and Thursday evenings.'
	},
	{
		key: 'maya',
		name: 'Maya Okafor',
		relation: 'case-manager',
		role: 'Case manager. Ask me when you do not know whom to ask',
		organisation: 'Millbrook Community Care',
		phone: '(415) 555-0140',
		email: 'maya.okafor@millbrookcare.example',
		note: 'Monday to Friday, 9 to 5.'
	},
	{
		key: 'tom',
		name: 'Tom Becker',
		relation: 'provider',
		role: 'Physical therapist',
		organisation: 'Riverside Rehab',
		phone: '(415) 555-0151',
		address: '9 Mill Lane, Millbrook. Step-free entrance on the left'
	},
	{
		key: 'grace',
		name: 'Grace Lin',
		relation: 'provider',
		role: 'Occupational therapist. Comes to the apartment',
		organisation: 'Riverside Rehab',
		phone: '(415) 555-0152'
	},
	{
		key: 'ines',
		name: 'Ines Farrow',
		relation: 'provider',
		role: 'Leads the stroke group. Had a stroke herself in 2016',
		organisation: 'Back on Our Feet, stroke survivors’ group',
		phone: '(415) 555-0163',
		address: 'St Anne’s Hall, 3 Church Road, Millbrook'
	},
	{
		key: 'harold',
		name: 'Harold Pike',
		relation: 'friend',
		role: 'Neighbor downstairs. Has a spare key',
		phone: '(415) 555-0174'
	},
	{
		key: 'homeCare',
		name: 'Kindly Home Care',
		relation: 'organisation',
		role: 'Home care agency. Ask for the duty desk',
		organisation: 'Kindly Home Care',
		phone: '(415) 555-0185'
	},
	{
		key: 'drSingh',
		name: 'Dr. Amrit Singh',
		relation: 'provider',
		role: 'Family doctor',
		organisation: 'Alder Street Practice',
		phone: '(415) 555-0196'
	}
];
