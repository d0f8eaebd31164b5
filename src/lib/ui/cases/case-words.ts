import { m } from '#lib/paraglide/messages.js';
import type { Seat } from '#lib/session/seats.ts';

/** What has changed since I looked, in words. */
export function newsWords({ summary, looked }: Seat): string {
	if (summary.news > 0) return m.cases_news({ count: summary.news });
	return looked === null && summary.name === '' ? m.cases_not_opened() : m.cases_nothing_new();
}

/** Where what I wrote is now; empty while that is not known. */
export function sentWords({ relays, summary }: Seat, waiting: boolean | null): string {
	if (relays.length === 0) return m.cases_here_only();
	if (waiting === null) return '';
	if (waiting) return m.cases_waiting();
	return summary.people.length > 1 ? m.status_sent() : m.status_saved();
}
