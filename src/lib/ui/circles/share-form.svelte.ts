import { isIsoDate } from '#lib/domain/date.ts';
import type { Terms } from '#lib/domain/terms.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayAt, endOfDay } from '../words/days.ts';

export type Ends = 'day' | 'event' | 'open';

export interface ShareProblem {
	readonly at: 'to' | 'what' | 'purpose' | 'day' | 'event';
	readonly text: string;
}

const dayLong = 24 * 60 * 60 * 1000;

/** To whom a circle is to be opened, while it is being filled in. */
export class ShareForm {
	/** Member ids in the case. */
	readonly to: string[] = $state([]);
	capability = $state<'view' | 'edit'>('view');
	what = $state('');
	purpose = $state('');
	ends = $state<Ends>('day');
	/** yyyy-mm-dd: the last day. */
	day: string = $state('');
	event = $state('');

	constructor(now: number) {
		this.day = dayAt(now + 90 * dayLong);
	}

	pick(id: string, picked: boolean): void {
		const at = this.to.indexOf(id);
		if (picked && at < 0) this.to.push(id);
		if (!picked && at >= 0) this.to.splice(at, 1);
	}

	problems(now: number): ShareProblem[] {
		const { to, what, purpose, ends, event } = this;
		const problems: ShareProblem[] = [];
		if (to.length === 0) problems.push({ at: 'to', text: m.circle_share_to_missing() });
		if (what.trim() === '') problems.push({ at: 'what', text: m.circle_share_what_missing() });
		if (purpose.trim() === '') problems.push({ at: 'purpose', text: m.circle_share_purpose_missing() });
		if (ends === 'day' && this.until <= now) problems.push({ at: 'day', text: m.circle_share_day_past() });
		if (ends === 'event' && event.trim() === '')
			problems.push({ at: 'event', text: m.circle_share_event_missing() });
		return problems;
	}

	/** The moment at which the day after the last one begins, where this device is; 0 for no fixed time. */
	get until(): number {
		if (this.ends !== 'day' || !isIsoDate(this.day)) return 0;
		return endOfDay(this.day);
	}

	get terms(): Omit<Terms, 'to'> {
		const { what, purpose, until } = this;
		const event = this.ends === 'event' ? this.event.trim() : '';
		return { what: what.trim(), purpose: purpose.trim(), until, event };
	}
}
