export const demoMattersToMe =
	'I want my own front door, my own kitchen and my Saturday bread. I was sick for six weeks, and in that time everyone ' +
	'decided things for me. They meant well. Now I would like to decide again, slowly if I have to.\n\n' +
	'Talk to me, not over my head. If I get stuck on a word, wait. And let me try before you help.';

export const demoWatching =
	'Maya calls Rosa every Wednesday morning and comes by once a month. Rosa can ask for a meeting at any time.';

export const demoStageReason = 'Home from the hospital, therapy has begun';

export const demoAlternatives = 'Six weeks in a rehab home. Moving in with Elena. Rosa wants neither.';
