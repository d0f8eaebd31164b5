import type { ExamplePlan } from './example.ts';

/** A family for whom there is help that they cannot reach: a ride, or somebody to mind the children, is missing. */
export const family: ExamplePlan = {
	needs: [
		{
			key: 'therapy',
			words: { en: 'Speech therapy for my child', es: 'Terapia del habla para mi hijo' },
			area: 'physical'
		},
		{
			key: 'ride',
			words: { en: 'A ride to get there', es: 'Transporte para llegar' },
			area: 'transportation-insecurity'
		},
		{
			key: 'minding',
			words: {
				en: 'Somebody to mind the little ones meanwhile',
				es: 'Alguien que cuide a los pequeños mientras tanto'
			},
			area: 'family'
		},
		{
			key: 'rest',
			words: { en: 'An hour for myself', es: 'Una hora para mí' },
			area: 'stress',
			because: 'minding'
		}
	],
	goals: [
		{
			words: { en: 'My child says what they want', es: 'Que mi hijo diga lo que quiere' },
			due: 120,
			needs: ['therapy', 'ride', 'minding'],
			steps: [
				{
					words: {
						en: 'Ask the clinic for hours when a bus runs',
						es: 'Pedir a la clínica horas en que pase el autobús'
					},
					due: 7
				},
				{
					words: {
						en: 'Apply for rides to the clinic together',
						es: 'Solicitar juntos el transporte a la clínica'
					},
					due: 10
				},
				{
					words: {
						en: 'Ask which neighbour or relative could mind the little ones',
						es: 'Preguntar qué vecina o familiar puede cuidar a los pequeños'
					},
					due: 10,
					mine: true
				},
				{
					words: { en: 'Ten minutes of word games a day', es: 'Diez minutos al día de juegos de palabras' },
					due: 30,
					mine: true
				}
			]
		},
		{
			words: { en: 'One evening a week that is mine', es: 'Una tarde a la semana para mí' },
			due: 60,
			needs: ['rest', 'minding'],
			steps: [
				{
					words: {
						en: 'Find out about family help for an evening',
						es: 'Averiguar sobre ayuda familiar por las tardes'
					},
					due: 14
				},
				{
					words: { en: 'Say what I would do with it', es: 'Decir qué haría con esa tarde' },
					due: 7,
					mine: true
				}
			]
		}
	],
	services: [
		{
			key: 'therapy',
			what: { en: 'Speech therapy', es: 'Terapia del habla' },
			needs: ['therapy'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'week',
			days: 120
		},
		{
			what: { en: 'Rides to the clinic', es: 'Transporte a la clínica' },
			needs: ['ride'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'week',
			days: 120
		},
		{
			what: { en: 'Minding the little ones', es: 'Cuidado de los pequeños' },
			needs: ['minding'],
			payment: 'unpaid',
			amount: 2,
			unit: 'hour',
			interval: 'week'
		}
	],
	barriers: [
		{
			words: {
				en: 'The clinic is an hour away, and no bus runs at that time',
				es: 'La clínica está a una hora y no hay autobús a esa hora'
			},
			strategy: {
				en: 'Ask for another hour, and apply for rides.',
				es: 'Pedir otra hora y solicitar transporte.'
			},
			service: 'therapy',
			wanted: 'ride'
		},
		{
			words: { en: 'The little ones cannot come along', es: 'Los pequeños no pueden ir también' },
			strategy: { en: 'Ask neighbours and family first.', es: 'Preguntar primero a vecinas y familia.' },
			service: 'therapy',
			wanted: 'minding'
		}
	],
	risks: [
		{
			what: { en: 'I am worn out', es: 'Estoy agotada' },
			about: 'others',
			mitigation: {
				en: 'An evening off. Somebody asks how I am, too.',
				es: 'Una tarde libre. Que alguien me pregunte también cómo estoy.'
			},
			backup: { en: 'Who takes over for a day: …', es: 'Quién se hace cargo un día: …' }
		}
	],
	emergencies: [
		{
			event: { en: 'The ride does not come', es: 'El transporte no llega' },
			response: {
				en: 'Call the clinic: they keep the place or speak by video.',
				es: 'Llamar a la clínica: guardan el turno o atienden por video.'
			}
		}
	]
};
