import type { ExamplePlan } from './example.ts';

/** Coming home after prison. */
export const reentry: ExamplePlan = {
	needs: [
		{
			key: 'room',
			words: { en: 'A place to live', es: 'Un lugar donde vivir' },
			area: 'housing-instability'
		},
		{ key: 'papers', words: { en: 'Identity papers', es: 'Documentos de identidad' }, area: 'legal' },
		{
			key: 'work',
			words: { en: 'Work, or training for it', es: 'Trabajo, o formación para tenerlo' },
			area: 'employment-status',
			because: 'papers'
		},
		{
			key: 'health',
			words: { en: 'A doctor, and my medicines', es: 'Un médico y mis medicinas' },
			area: 'physical'
		},
		{
			key: 'family',
			words: { en: 'Being with my family again', es: 'Volver a estar con mi familia' },
			area: 'family'
		}
	],
	goals: [
		{
			words: { en: 'Have my own key', es: 'Tener mi propia llave' },
			due: 90,
			needs: ['room', 'papers'],
			steps: [
				{
					words: {
						en: 'Get the birth record and apply for an identity card',
						es: 'Conseguir el acta de nacimiento y pedir la identificación'
					},
					due: 14
				},
				{
					words: {
						en: 'Say which parts of town are right for me, and which not',
						es: 'Decir qué barrios me convienen y cuáles no'
					},
					due: 7,
					mine: true
				},
				{ words: { en: 'Apply for a room together', es: 'Solicitar juntos un cuarto' }, due: 21 }
			]
		},
		{
			words: { en: 'Earn my own money', es: 'Ganar mi propio dinero' },
			due: 120,
			needs: ['work', 'papers'],
			steps: [
				{
					words: {
						en: 'Write down what I have learnt and what I like doing',
						es: 'Anotar lo que he aprendido y lo que me gusta hacer'
					},
					due: 10,
					mine: true
				},
				{
					words: {
						en: 'Meet a job adviser who knows employers that hire after prison',
						es: 'Ver a alguien que conozca empresas que contratan después de la cárcel'
					},
					due: 21
				}
			]
		},
		{
			words: { en: 'See my children every week', es: 'Ver a mis hijos cada semana' },
			due: 60,
			needs: ['family'],
			steps: [
				{
					words: {
						en: 'Ask a legal adviser what is allowed',
						es: 'Preguntar a un asesor legal qué está permitido'
					},
					due: 14
				},
				{ words: { en: 'Write to them first', es: 'Escribirles primero' }, due: 7, mine: true }
			]
		}
	],
	services: [
		{
			what: { en: 'Help to find a room', es: 'Ayuda para encontrar un cuarto' },
			needs: ['room'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'week',
			days: 90
		},
		{
			what: { en: 'Job training', es: 'Formación para el trabajo' },
			needs: ['work'],
			payment: 'paid',
			amount: 2,
			unit: 'full-day',
			interval: 'week',
			days: 90
		},
		{
			what: { en: 'A family doctor', es: 'Un médico de cabecera' },
			needs: ['health'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'month'
		},
		{
			what: { en: 'Legal advice', es: 'Asesoría legal' },
			needs: ['papers', 'family'],
			payment: 'unpaid',
			amount: 1,
			unit: 'visit',
			interval: 'month'
		},
		{
			what: { en: 'A mentor who has come home too', es: 'Un mentor que también volvió a casa' },
			needs: ['family'],
			payment: 'unpaid',
			amount: 1,
			unit: 'visit',
			interval: 'week'
		}
	],
	risks: [
		{
			what: {
				en: 'Missing a meeting with the parole officer',
				es: 'Faltar a una cita de libertad condicional'
			},
			about: 'client',
			mitigation: {
				en: 'All days in one calendar. A call the evening before.',
				es: 'Todos los días en un calendario. Una llamada la noche anterior.'
			},
			backup: {
				en: 'Call at once and say why. Then call …',
				es: 'Llamar enseguida y decir por qué. Después llamar a …'
			}
		},
		{
			what: {
				en: 'The first weeks of using again are the most dangerous',
				es: 'Volver a consumir es más peligroso las primeras semanas'
			},
			about: 'client',
			mitigation: {
				en: 'Who I call before: … Naloxone in the house.',
				es: 'A quién llamo antes: … Naloxona en casa.'
			},
			backup: {
				en: 'Call emergency services. Life comes first.',
				es: 'Llamar a emergencias. Lo primero es la vida.'
			}
		}
	],
	emergencies: [
		{
			event: { en: 'The room is lost', es: 'Se pierde el cuarto' },
			response: { en: 'Where I can sleep tonight: …', es: 'Dónde puedo dormir esta noche: …' }
		}
	]
};
