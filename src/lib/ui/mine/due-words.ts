import { addDays, type IsoDate } from '#lib/domain/date.ts';
import { isStepOverdue, type Step } from '#lib/domain/step.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayWords } from '../words/days.ts';

/** By when a step is to be done, kindly; nothing where no day was set. */
export function dueWords(step: Pick<Step, 'state' | 'due'>, today: IsoDate): string {
	if (step.state === 'on-hold') return m.mine_step_paused();
	if (step.due === null) return '';
	const date = dayWords(step.due, today);
	if (isStepOverdue(step, today)) return m.mine_step_was({ date });
	if (step.due === today) return m.mine_step_today();
	return step.due === addDays(today, 1) ? m.mine_step_tomorrow() : m.mine_step_by({ date });
}
