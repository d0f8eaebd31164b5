import type { ExamplePlan } from './example.ts';

/** Coming home from hospital after a stroke. */
export const stroke: ExamplePlan = {
	needs: [
		{
			key: 'move',
			words: { en: 'Moving about safely at home', es: 'Moverme con seguridad en casa' },
			area: 'physical'
		},
		{
			key: 'day',
			words: { en: 'Help with washing, dressing and meals', es: 'Ayuda para lavarme, vestirme y comer' },
			area: 'daily-living',
			because: 'move'
		},
		{
			key: 'people',
			words: {
				en: 'Talking with others who have had a stroke',
				es: 'Hablar con otras personas que han tenido un derrame'
			},
			area: 'social-connection'
		},
		{
			key: 'pills',
			words: { en: 'Keeping track of new medicines', es: 'Llevar el control de las medicinas nuevas' },
			area: 'medication'
		}
	],
	goals: [
		{
			words: {
				en: 'Walk to a place that I like, and back',
				es: 'Caminar hasta un lugar que me gusta, y volver'
			},
			due: 84,
			needs: ['move'],
			steps: [
				{
					words: {
						en: 'Make the first visit with physical therapy',
						es: 'Concertar la primera visita de fisioterapia'
					},
					due: 7
				},
				{
					words: { en: 'Do the exercises every day', es: 'Hacer los ejercicios todos los días' },
					due: 28,
					mine: true
				},
				{
					words: {
						en: 'Look at stairs, bath and carpets together',
						es: 'Revisar juntos la escalera, el baño y las alfombras'
					},
					due: 10
				}
			]
		},
		{
			words: { en: 'Do the mornings on my own again', es: 'Volver a arreglarme sin ayuda por las mañanas' },
			due: 70,
			needs: ['day', 'pills'],
			steps: [
				{
					words: {
						en: 'Fill in the application for help at home together',
						es: 'Llenar juntos la solicitud de ayuda en casa'
					},
					due: 5
				},
				{
					words: {
						en: 'Make the first visit with occupational therapy',
						es: 'Concertar la primera visita de terapia ocupacional'
					},
					due: 10
				},
				{
					words: {
						en: 'Fill a box with the pills of the week',
						es: 'Preparar una caja con las pastillas de la semana'
					},
					due: 3,
					mine: true
				}
			]
		},
		{
			words: {
				en: 'Sit with people who know what this is like',
				es: 'Estar con gente que sabe cómo es esto'
			},
			due: 42,
			needs: ['people'],
			steps: [
				{
					words: {
						en: 'Ask for a place in a stroke support group',
						es: 'Pedir un lugar en un grupo de apoyo'
					},
					due: 14
				},
				{
					words: { en: 'Go to the group for the first time', es: 'Ir al grupo por primera vez' },
					due: 28,
					mine: true
				}
			]
		}
	],
	services: [
		{
			what: { en: 'Physical therapy', es: 'Fisioterapia' },
			needs: ['move'],
			payment: 'paid',
			amount: 2,
			unit: 'visit',
			interval: 'week',
			days: 84
		},
		{
			what: { en: 'Occupational therapy', es: 'Terapia ocupacional' },
			needs: ['day'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'week',
			days: 70
		},
		{
			what: { en: 'Help at home in the morning', es: 'Ayuda en casa por la mañana' },
			needs: ['day'],
			payment: 'paid',
			amount: 5,
			unit: 'hour',
			interval: 'week'
		},
		{
			what: { en: 'Stroke support group', es: 'Grupo de apoyo' },
			needs: ['people'],
			payment: 'unpaid',
			amount: 1,
			unit: 'visit',
			interval: 'week'
		}
	],
	risks: [
		{
			what: { en: 'Falling', es: 'Caerme' },
			about: 'client',
			mitigation: {
				en: 'Rails by bath and stairs. Shoes on, never socks.',
				es: 'Barras en el baño y la escalera. Con zapatos, nunca en calcetines.'
			},
			backup: {
				en: 'Phone always in the pocket. Who comes first: …',
				es: 'El teléfono siempre en el bolsillo. Quién viene primero: …'
			}
		},
		{
			what: { en: 'Another stroke', es: 'Otro derrame' },
			about: 'client',
			mitigation: {
				en: 'Blood pressure every morning. Pills from the box.',
				es: 'La presión cada mañana. Las pastillas de la caja.'
			},
			backup: {
				en: 'Face, arm or speech suddenly different: call emergency services at once and note the time.',
				es: 'Si de repente cambian la cara, el brazo o el habla: llamar a emergencias enseguida y anotar la hora.'
			}
		}
	],
	emergencies: [
		{
			event: { en: 'The helper does not come', es: 'La persona que ayuda no viene' },
			response: { en: 'After 20 minutes call …', es: 'Después de 20 minutos llamar a …' }
		}
	]
};
