import type { ExamplePlan } from './example.ts';

/** A veteran who lives with post-traumatic stress. */
export const veteran: ExamplePlan = {
	needs: [
		{ key: 'sleep', words: { en: 'Sleeping through the night', es: 'Dormir toda la noche' }, area: 'mental' },
		{
			key: 'calm',
			words: { en: 'Getting through noise and crowds', es: 'Poder estar entre ruido y mucha gente' },
			area: 'mental'
		},
		{
			key: 'people',
			words: {
				en: 'People I can be with without explaining',
				es: 'Gente con la que estar sin dar explicaciones'
			},
			area: 'social-connection'
		},
		{
			key: 'claims',
			words: {
				en: 'Getting the benefits I have a right to',
				es: 'Recibir las ayudas a las que tengo derecho'
			},
			area: 'veteran-status'
		}
	],
	goals: [
		{
			words: { en: 'Four quiet nights a week', es: 'Cuatro noches tranquilas por semana' },
			due: 90,
			needs: ['sleep', 'calm'],
			steps: [
				{
					words: {
						en: 'Choose a therapist together, and make the first visit',
						es: 'Elegir juntos un terapeuta y concertar la primera visita'
					},
					due: 14
				},
				{
					words: {
						en: 'Write down each morning how the night was',
						es: 'Anotar cada mañana cómo fue la noche'
					},
					due: 28,
					mine: true
				},
				{
					words: {
						en: 'After six visits, say whether this therapy helps, or try another',
						es: 'Después de seis visitas, decir si esta terapia ayuda, o probar otra'
					},
					due: 70
				}
			]
		},
		{
			words: { en: 'Do the shopping on a busy day', es: 'Hacer las compras un día de mucha gente' },
			due: 75,
			needs: ['calm'],
			steps: [
				{
					words: { en: 'List what sets it off, and what helps', es: 'Anotar qué lo provoca y qué ayuda' },
					due: 14,
					mine: true
				},
				{
					words: {
						en: 'Go with somebody at a quiet hour first',
						es: 'Ir primero con alguien a una hora tranquila'
					},
					due: 30
				}
			]
		},
		{
			words: { en: 'Have my claim looked at again', es: 'Que vuelvan a revisar mi solicitud' },
			due: 60,
			needs: ['claims'],
			steps: [
				{
					words: {
						en: 'Meet the veterans’ service officer together',
						es: 'Ver juntos a la persona que atiende a veteranos'
					},
					due: 21
				},
				{
					words: { en: 'Find the papers from the service', es: 'Buscar los papeles del servicio' },
					due: 14,
					mine: true
				}
			]
		}
	],
	services: [
		{
			what: { en: 'Trauma therapy', es: 'Terapia de trauma' },
			needs: ['sleep', 'calm'],
			payment: 'paid',
			amount: 1,
			unit: 'visit',
			interval: 'week',
			days: 90
		},
		{
			what: { en: 'Veterans’ group', es: 'Grupo de veteranos' },
			needs: ['people'],
			payment: 'unpaid',
			amount: 1,
			unit: 'visit',
			interval: 'week'
		},
		{
			what: { en: 'Help with claims', es: 'Ayuda con las solicitudes' },
			needs: ['claims'],
			payment: 'unpaid',
			amount: 1,
			unit: 'visit',
			interval: 'month'
		}
	],
	risks: [
		{
			what: { en: 'Thoughts of ending my life', es: 'Pensar en quitarme la vida' },
			about: 'client',
			mitigation: {
				en: 'Who I tell first: … What gets me through an hour: …',
				es: 'A quién se lo digo primero: … Qué me ayuda a pasar una hora: …'
			},
			backup: {
				en: 'Call the crisis line, or emergency services. Nobody is angry.',
				es: 'Llamar a la línea de crisis o a emergencias. Nadie se enoja.'
			}
		},
		{
			what: {
				en: 'A new trigger: fireworks, an anniversary, news',
				es: 'Algo nuevo que lo provoca: fuegos artificiales, un aniversario, una noticia'
			},
			about: 'client',
			mitigation: {
				en: 'Mark the days ahead in the calendar and plan where to be.',
				es: 'Marcar esos días en el calendario y planear dónde estar.'
			},
			backup: { en: 'Leave, breathe, call …', es: 'Salir, respirar, llamar a …' }
		}
	],
	emergencies: [
		{
			event: { en: 'A bad night', es: 'Una mala noche' },
			response: { en: 'Call …, at any hour.', es: 'Llamar a …, a cualquier hora.' }
		}
	]
};
