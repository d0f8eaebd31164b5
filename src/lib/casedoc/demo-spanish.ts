import type { DemoWords } from './demo-retold.ts';
import { demoAlternatives, demoMattersToMe, demoStageReason, demoWatching } from './demo-words.ts';

/** The made-up case in Spanish. Names of people and places stay. */
export const demoSpanish: DemoWords = new Map([
	[
		demoMattersToMe,
		'Quiero mi propia puerta, mi propia cocina y mi pan de los sábados. Estuve seis semanas enferma, y en ese tiempo todo ' +
			'el mundo decidió por mí. Lo hicieron con buena intención. Ahora quiero volver a decidir yo, despacio si hace falta.\n\n' +
			'Háblame a mí, no como si yo no estuviera. Si me atasco en una palabra, espera. Y déjame intentarlo antes de ayudar.'
	],
	[
		demoWatching,
		'Maya llama a Rosa cada miércoles por la mañana y pasa una vez al mes. Rosa puede pedir una reunión en cualquier momento.'
	],
	[demoStageReason, 'De vuelta del hospital, la terapia ya empezó'],
	[
		demoAlternatives,
		'Seis semanas en un centro de rehabilitación. Vivir con Elena. Rosa no quiere ninguna de las dos cosas.'
	],
	['I do not give up. The nurses will tell you.', 'No me rindo. Pregúntales a las enfermeras.'],
	['I can cook for twelve people without a recipe.', 'Puedo cocinar para doce personas sin receta.'],
	['My daughter and I tell each other the truth.', 'Mi hija y yo nos decimos la verdad.'],
	[
		'I know everybody on Alder Street, and they know me.',
		'Conozco a todo el mundo en la calle Alder, y me conocen a mí.'
	],
	[
		'Harold downstairs hears when I knock on the floor.',
		'Harold, el de abajo, me oye cuando golpeo el suelo.'
	],
	['I like company and I make people laugh.', 'Me gusta la compañía y hago reír a la gente.'],
	[
		'Aides who speak some Spanish, if there is a choice.',
		'Que quien me ayude hable algo de español, si se puede elegir.'
	],
	['A woman to help me wash.', 'Que sea una mujer quien me ayude a lavarme.'],
	['Nobody before 8 in the morning.', 'Nadie antes de las 8 de la mañana.'],
	[
		'Letters in large print, please. My right eye is still blurry.',
		'Cartas con letra grande, por favor. Con el ojo derecho todavía veo borroso.'
	],
	['The first week at home', 'La primera semana en casa'],
	[
		'Rosa slept well and baked on Saturday. The stairs are the hard part. We moved the rail up the list.',
		'Rosa durmió bien y horneó el sábado. Lo difícil son las escaleras. Subimos la barandilla en la lista.'
	],
	['A ride to therapy', 'Un viaje a terapia'],
	[
		'The ride line has a seat from next week, on Tuesdays and Fridays at nine.',
		'El servicio de transporte tiene sitio desde la próxima semana, los martes y viernes a las nueve.'
	],
	['I stop baking and leave the curtains shut.', 'Dejo de hacer pan y no abro las cortinas.'],
	['I do not pick up when Elena calls.', 'No contesto cuando llama Elena.'],
	[
		'Sit on the step outside, even for five minutes.',
		'Sentarme en el escalón de fuera, aunque sean cinco minutos.'
	],
	['Somebody bakes with me. I say how, they do.', 'Alguien hace pan conmigo. Yo digo cómo, y lo hace.'],
	['No questions for an hour. Tea, and the radio.', 'Nada de preguntas durante una hora. Té, y la radio.'],
	[
		'My right leg drags and I am afraid of the stairs',
		'Arrastro la pierna derecha y me dan miedo las escaleras'
	],
	['Second floor, 22 steps, no elevator.', 'Segundo piso, 22 escalones, sin ascensor.'],
	[
		'My right hand does not close. I cannot cut bread or button a blouse',
		'La mano derecha no se me cierra. No puedo cortar pan ni abrocharme la blusa'
	],
	['I need help to wash and dress in the morning', 'Necesito ayuda para lavarme y vestirme por la mañana'],
	[
		'The afternoons are long and I am low since I came home',
		'Las tardes son largas y estoy baja de ánimo desde que volví a casa'
	],
	[
		'Rosa says: sad, not sick. Dr. Singh asks again at each visit.',
		'Rosa dice: triste, no enferma. El doctor Singh vuelve a preguntar en cada visita.'
	],
	[
		'I know what I want to say and the words do not come',
		'Sé lo que quiero decir y las palabras no me salen'
	],
	['Seven pills a day, and I mix up the evening ones', 'Siete pastillas al día, y confundo las de la noche'],
	[
		'I cannot drive for now and the bus is too far to walk',
		'Por ahora no puedo manejar, y el autobús queda muy lejos para ir a pie'
	],
	[
		'Walk to the bakery on my own and come back with bread',
		'Ir a pie a la panadería yo sola y volver con pan'
	],
	[
		'I have bought bread there every Saturday for thirty years. They know me. I want to be somebody who goes out.',
		'Llevo treinta años comprando pan allí cada sábado. Me conocen. Quiero ser alguien que sale de casa.'
	],
	[
		'First visit at Riverside Rehab, so that Tom can see how I walk',
		'Primera visita en Riverside Rehab, para que Tom vea cómo camino'
	],
	[
		'Do the standing exercises at the kitchen counter, 10 minutes, morning and evening',
		'Hacer los ejercicios de pie en la cocina, 10 minutos, por la mañana y por la noche'
	],
	[
		'The sheet from Tom hangs on the fridge. Stop if you feel dizzy.',
		'La hoja de Tom está en la nevera. Para si te mareas.'
	],
	[
		'Walk with me to the corner and back, twice a week',
		'Caminar conmigo hasta la esquina y volver, dos veces por semana'
	],
	['Harold brings the dog. 120 steps each way.', 'Harold trae al perro. 120 pasos de ida y 120 de vuelta.'],
	[
		'Get me a cane of the right height and show me the stairs with it',
		'Conseguirme un bastón de buena altura y enseñarme a subir las escaleras con él'
	],
	['Walk to the bakery together for the first time', 'Ir juntas a pie a la panadería por primera vez'],
	['Cook Sunday lunch for Elena again', 'Volver a cocinar el almuerzo del domingo para Elena'],
	[
		'I have cooked for this family all my life. I do not want to be the one who is always served.',
		'He cocinado para esta familia toda mi vida. No quiero ser siempre a quien le sirven.'
	],
	[
		'Look at the kitchen and the bathroom with me and say what can be made easier',
		'Mirar conmigo la cocina y el baño y decir qué se puede hacer más fácil'
	],
	[
		'Put in the grab rail by the bath and the second handrail on the stairs',
		'Poner la barra junto a la bañera y el segundo pasamanos en la escalera'
	],
	[
		'Practice with the right hand: peel, stir, open jars. 15 minutes a day',
		'Practicar con la mano derecha: pelar, revolver, abrir frascos. 15 minutos al día'
	],
	['Cook one dish together, sitting down', 'Cocinar un plato juntas, sentadas'],
	['Sit with people who know what this is like', 'Sentarme con gente que sabe lo que es esto'],
	[
		'Everyone is kind, but they look at me as if I might break. I would like to laugh about it with somebody.',
		'Todo el mundo es amable, pero me miran como si me fuera a romper. Me gustaría reírme de esto con alguien.'
	],
	[
		'Call Ines together with Rosa and ask whether there is a place in the Thursday group',
		'Llamar a Ines junto con Rosa y preguntar si hay lugar en el grupo de los jueves'
	],
	['With Rosa beside you, not for her.', 'Con Rosa a tu lado, no en su lugar.'],
	[
		'Meet Rosa at the door the first time and sit next to her',
		'Esperar a Rosa en la puerta la primera vez y sentarse a su lado'
	],
	['Find a ride to St Anne’s Hall for Thursdays', 'Encontrar quién la lleve a St Anne’s Hall los jueves'],
	[
		'Stay in my own apartment, with help in the mornings until I can do it myself',
		'Quedarme en mi apartamento, con ayuda por las mañanas hasta que pueda hacerlo yo sola'
	],
	[
		'This is where I have lived since 1989. I know where everything is, even in the dark.',
		'Aquí vivo desde 1989. Sé dónde está todo, hasta a oscuras.'
	],
	[
		'Fill in the application for in-home care together, at the kitchen table',
		'Llenar juntas la solicitud de cuidado en casa, en la mesa de la cocina'
	],
	[
		'Find the letter from the hospital and the insurance card for the application',
		'Buscar la carta del hospital y la tarjeta del seguro para la solicitud'
	],
	[
		'Ask what happens with the application if there is no answer',
		'Preguntar qué pasa con la solicitud si no hay respuesta'
	],
	[
		'Say which aide I get on with, after the first week',
		'Decir con quién me llevo bien, después de la primera semana'
	],
	['Physical therapy', 'Fisioterapia'],
	['Health insurance, up to 24 visits', 'Seguro de salud, hasta 24 visitas'],
	['Occupational therapy at home', 'Terapia ocupacional en casa'],
	['Health insurance, up to 10 visits', 'Seguro de salud, hasta 10 visitas'],
	['At home, in the kitchen', 'En casa, en la cocina'],
	['Support group for stroke survivors', 'Grupo de apoyo para quienes tuvieron un derrame cerebral'],
	[
		'There is a place in the group, but no way to get there',
		'En el grupo hay lugar, pero no hay cómo llegar'
	],
	[
		'Maya asks the community bus. Until then Elena drives every second Thursday.',
		'Maya pregunta al autobús del barrio. Hasta entonces Elena la lleva un jueves de cada dos.'
	],
	[
		'The form for help at home asks for papers that the hospital sends only by mail',
		'El formulario de ayuda en casa pide papeles que el hospital solo manda por correo'
	],
	[
		'Maya has written to the office and asks for a copy by phone. It happens to others, too.',
		'Maya escribió a la oficina y pide una copia por teléfono. También les pasa a otras personas.'
	],
	[
		'I come home with bread, twice in one week, with the cane and without anybody.',
		'Vuelvo a casa con pan, dos veces en una semana, con el bastón y sin nadie.'
	],
	['St Anne’s Hall, Thursdays at 3', 'St Anne’s Hall, los jueves a las 3'],
	[
		'Ines has kept a place. Rosa decides after the first time.',
		'Ines ha guardado un lugar. Rosa decide después de la primera vez.'
	],
	['Help with washing, dressing and breakfast', 'Ayuda para lavarse, vestirse y desayunar'],
	[
		'In-home care, applied for. Until then Elena pays 2 mornings a week',
		'Cuidado en casa, ya solicitado. Hasta entonces Elena paga 2 mañanas por semana'
	],
	['At home, between 8 and 10', 'En casa, entre las 8 y las 10'],
	[
		'Rosa meets the aides before the first morning and chooses.',
		'Rosa conoce a quienes vendrán antes de la primera mañana, y elige.'
	],
	['Shopping and the weekly pill box', 'Las compras y la caja de pastillas de la semana'],
	['At home, Sundays', 'En casa, los domingos'],
	['Rides to therapy and to the group', 'Viajes a la terapia y al grupo'],
	['Millbrook volunteer drivers, booked by Maya', 'Choferes voluntarios de Millbrook, los pide Maya'],
	[
		'Without a ride there is no group. Book by Monday noon.',
		'Sin viaje no hay grupo. Pedirlo antes del lunes al mediodía.'
	],
	['Falling on the stairs or in the bath', 'Caerse en las escaleras o en el baño'],
	[
		'Second handrail and grab rail go in this week. Shoes on, never socks, on the stairs. Phone in the apron pocket.',
		'El segundo pasamanos y la barra se ponen esta semana. En las escaleras con zapatos, nunca en calcetines. El teléfono en el bolsillo del delantal.'
	],
	[
		'Knock on the floor: Harold has a key. If I hit my head, call 911, even if I say I am fine.',
		'Golpear el suelo: Harold tiene una llave. Si me golpeo la cabeza, llamen al 911, aunque diga que estoy bien.'
	],
	['Another stroke', 'Otro derrame cerebral'],
	[
		'Blood pressure every morning, written in the blue book. Pills from the weekly box.',
		'La presión cada mañana, escrita en el cuaderno azul. Las pastillas, de la caja de la semana.'
	],
	[
		'Face, arm or speech suddenly different: call 911 at once and note the time. Then call Elena.',
		'La cara, el brazo o el habla de pronto distintos: llamar enseguida al 911 y apuntar la hora. Después llamar a Elena.'
	],
	[
		'Elena wears herself out between her shifts and my apartment',
		'Elena se agota entre sus turnos y mi apartamento'
	],
	[
		'Elena has two free evenings a week that nobody fills. Maya asks her how she is, too.',
		'Elena tiene dos noches libres por semana que nadie le ocupa. Maya le pregunta también cómo está ella.'
	],
	[
		'If Elena is sick or cannot come, Kindly Home Care sends somebody the same day.',
		'Si Elena se enferma o no puede venir, Kindly Home Care manda a alguien el mismo día.'
	],
	['The aide does not come in the morning', 'Por la mañana no viene la ayuda'],
	[
		'Call the duty desk after 20 minutes. Harold makes coffee until somebody is there.',
		'Llamar a la guardia a los 20 minutos. Harold hace café hasta que llegue alguien.'
	],
	['A power cut or snow, and nobody can get here', 'Un corte de luz o nieve, y nadie puede llegar'],
	[
		'Flashlight and two days of food are in the cupboard by the door. Pills for a week are in the box. Harold looks in twice a day.',
		'La linterna y comida para dos días están en el armario junto a la puerta. En la caja hay pastillas para una semana. Harold pasa dos veces al día.'
	],
	[
		'I speak English and Spanish. Since the stroke, words come slowly, so please give me time and do not finish my sentences. Mornings are best. I cannot hear the phone when the radio is on: let it ring.',
		'Hablo inglés y español. Desde el derrame las palabras me salen despacio, así que dame tiempo y no termines mis frases. Lo mejor es por la mañana. No oigo el teléfono cuando está puesta la radio: déjalo sonar.'
	],
	['Daughter. Lives 20 minutes away, works shifts', 'Hija. Vive a 20 minutos, trabaja por turnos'],
	[
		'Call rather than write when it is urgent. At work Tuesday and Thursday evenings.',
		'Si es urgente, mejor llamar que escribir. Los martes y jueves por la noche trabaja.'
	],
	[
		'Case manager. Ask me when you do not know whom to ask',
		'Coordina el caso. Pregúntame cuando no sepas a quién preguntar'
	],
	['Monday to Friday, 9 to 5.', 'De lunes a viernes, de 9 a 5.'],
	['Physical therapist', 'Fisioterapeuta'],
	['Occupational therapist. Comes to the apartment', 'Terapeuta ocupacional. Viene al apartamento'],
	[
		'Leads the stroke group. Had a stroke herself in 2016',
		'Lleva el grupo de apoyo. Ella misma tuvo un derrame en 2016'
	],
	['Back on Our Feet, stroke survivors’ group', 'Back on Our Feet, grupo de apoyo'],
	['Neighbor downstairs. Has a spare key', 'Vecino de abajo. Tiene una llave'],
	['Home care agency. Ask for the duty desk', 'Agencia de cuidado en casa. Pregunta por la guardia'],
	['Family doctor', 'Médico de familia'],
	['rides', 'viajes'],
	[
		'9 Mill Lane, Millbrook. Step-free entrance on the left',
		'9 Mill Lane, Millbrook. Entrada sin escalones a la izquierda'
	],
	[
		'Mamá, I worry about the stairs more than about the street. Could Tom start with those?',
		'Mamá, me preocupan más las escaleras que la calle. ¿Podría Tom empezar por ahí?'
	],
	[
		'Yes. We do the stairs first, with the cane, before she goes out alone.',
		'Sí. Primero las escaleras, con el bastón, antes de que salga sola.'
	],
	['Good. But I go first and you walk behind me.', 'Bien. Pero yo voy delante y tú vienes detrás.'],
	['It is my goal. Of course I agree.', 'Es mi meta. Claro que estoy de acuerdo.'],
	['12 weeks is ambitious and possible.', '12 semanas es mucho pedir, y es posible.'],
	[
		'I want this for her. I am not sure one hour in the morning is enough.',
		'Quiero esto para ella. No sé si basta con una hora por la mañana.'
	],
	[
		'Elena is not sure about one hour a day. Let us look at this together at the review, or earlier if it does not work.',
		'Elena tiene dudas con una hora al día. Mirémoslo juntas en la revisión, o antes si no funciona.'
	]
]);
