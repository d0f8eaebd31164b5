import { m } from '#lib/paraglide/messages.js';
import type { Seat } from '#lib/session/seats.ts';
import type { SaveState } from '../show/save-state.ts';

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

/** What is true of all cases on this device; null while that is not known. */
export function listStatus(
	online: boolean,
	cases: readonly { readonly seat: Seat; readonly waiting: boolean | null }[]
): SaveState | null {
	const shared = cases.filter(({ seat }) => seat.relays.length > 0);
	if (shared.length === 0) return { kind: 'saved' };
	if (!online) return { kind: 'offline' };
	if (shared.some(({ waiting }) => waiting === null)) return null;
	const sent =
		shared.every(({ waiting }) => !waiting) && shared.some(({ seat }) => seat.summary.people.length > 1);
	return { kind: sent ? 'sent' : 'saved' };
}
