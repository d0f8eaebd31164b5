/**
 * Words that hurt or that few understand, each with one that says the same. The kinder ones follow the advice of the United States'
 * National Institute on Drug Abuse ("Words Matter", public domain) and of person-first language; the plainer ones are our own.
 */
export interface BetterWord {
	readonly word: string;
	readonly better: string;
}

type Pairs = Readonly<Record<string, string>>;

const kinder: readonly Pairs[] = [
	{
		addict: 'person with an addiction',
		addicts: 'people with an addiction',
		junkie: 'person with an addiction',
		alcoholic: 'person with an alcohol problem',
		'drug abuse': 'drug use',
		'substance abuse': 'substance use',
		'drug habit': 'drug use',
		'clean urine': 'negative test',
		'dirty urine': 'positive test',
		'mentally ill': 'with a mental illness',
		schizophrenic: 'person with schizophrenia',
		crazy: 'unwell',
		'suffers from': 'has',
		'suffering from': 'with',
		'wheelchair-bound': 'uses a wheelchair',
		'confined to a wheelchair': 'uses a wheelchair',
		handicapped: 'with a disability',
		'the disabled': 'people with a disability',
		crippled: 'with a disability',
		'the homeless': 'people without a home',
		'homeless person': 'person without a home',
		'the elderly': 'older people',
		felon: 'person who was in prison',
		'ex-con': 'person who was in prison',
		convict: 'person in prison',
		inmate: 'person in prison',
		'illegal alien': 'person without papers',
		'non-compliant': 'has not been able to',
		noncompliant: 'has not been able to',
		'refuses to': 'has decided not to',
		'attention-seeking': 'looking for help',
		manipulative: 'trying to get what they need',
		'frequent flyer': 'person who comes often',
		lazy: 'finds it hard to start',
		'low-functioning': 'needs much help'
	},
	{
		adicto: 'persona con una adicción',
		adicta: 'persona con una adicción',
		drogadicto: 'persona con una adicción',
		drogadicta: 'persona con una adicción',
		alcohólico: 'persona con un problema de alcohol',
		alcohólica: 'persona con un problema de alcohol',
		'enfermo mental': 'persona con una enfermedad mental',
		'enferma mental': 'persona con una enfermedad mental',
		esquizofrénico: 'persona con esquizofrenia',
		esquizofrénica: 'persona con esquizofrenia',
		minusválido: 'persona con discapacidad',
		minusválida: 'persona con discapacidad',
		inválido: 'persona con discapacidad',
		inválida: 'persona con discapacidad',
		'los discapacitados': 'las personas con discapacidad',
		'los ancianos': 'las personas mayores',
		indigente: 'persona sin hogar',
		exconvicto: 'persona que estuvo en la cárcel',
		exconvicta: 'persona que estuvo en la cárcel',
		recluso: 'persona en la cárcel',
		reclusa: 'persona en la cárcel',
		'se niega a': 'ha decidido no',
		manipulador: 'busca lo que necesita',
		manipuladora: 'busca lo que necesita'
	}
];

const plainer: readonly Pairs[] = [
	{
		ambulate: 'walk',
		ambulation: 'walking',
		utilize: 'use',
		utilise: 'use',
		facilitate: 'help with',
		implement: 'do',
		'prior to': 'before',
		'subsequent to': 'after',
		commence: 'start',
		terminate: 'end',
		obtain: 'get',
		sufficient: 'enough',
		'in the event of': 'if there is',
		'with regard to': 'about',
		adherence: 'keeping to it',
		adls: 'everyday tasks',
		iadls: 'running a home',
		'activities of daily living': 'everyday tasks',
		hypertension: 'high blood pressure',
		comorbidities: 'other illnesses',
		prognosis: 'what is likely to come',
		psychosocial: 'life and feelings',
		interventions: 'help',
		modalities: 'ways'
	},
	{
		deambular: 'caminar',
		deambulación: 'caminar',
		'previo a': 'antes de',
		'con respecto a': 'sobre',
		'en caso de que se produzca': 'si hay',
		adherencia: 'seguirlo bien',
		hipertensión: 'presión alta',
		comorbilidades: 'otras enfermedades',
		pronóstico: 'lo que puede venir',
		psicosocial: 'vida y sentimientos',
		'actividades de la vida diaria': 'tareas de cada día',
		implementar: 'hacer',
		finalizar: 'terminar'
	}
];

/** A plan may be written in several languages at once: all are looked for. */
export const kinderWords = finder(kinder);
export const plainerWords = finder(plainer);

/** Finds each of them once in a text, in whatever case, as whole words. */
function finder(lists: readonly Pairs[]): (text: string) => BetterWord[] {
	const better = new Map(lists.flatMap((pairs) => Object.entries(pairs)));
	// The longest first, so that "the homeless" is not found as a part of something longer.
	const words = [...better.keys()].sort((a, b) => b.length - a.length);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
	return (text) => {
		const found = new Map<string, BetterWord>();
		for (const [word] of text.matchAll(pattern)) {
			const known = better.get(word.toLowerCase());
			const key = word.toLowerCase();
			if (known !== undefined && !found.has(key)) found.set(key, { word, better: known });
		}
		return [...found.values()];
	};
}
