import type { ServiceUnit } from '#lib/domain/service.ts';
import { m } from '#lib/paraglide/messages.js';

/** So and so many of a unit: "1 visit", "2 visits". */
export const countWords: Readonly<
	Record<Exclude<ServiceUnit, 'other'>, (amount: { count: number }) => string>
> = {
	minute: m.plan_count_minute,
	'quarter-hour': m.plan_count_quarter_hour,
	hour: m.plan_count_hour,
	'half-day': m.plan_count_half_day,
	'full-day': m.plan_count_full_day,
	day: m.plan_count_day,
	week: m.plan_count_week,
	month: m.plan_count_month,
	dollar: m.plan_count_dollar,
	meal: m.plan_count_meal,
	mile: m.plan_count_mile,
	visit: m.plan_count_visit,
	installation: m.plan_count_installation,
	none: m.plan_count_none
};
