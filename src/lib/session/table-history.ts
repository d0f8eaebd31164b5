/** What the roster tells of a table over time: who could read it from when to when, and by whose word. Times are those that devices stated. */
import { foremost, mayRead, planChannel, type Capability } from '#lib/roster/capability.ts';
import type { Statement } from '#lib/roster/stated.ts';
import { entryId, type EntryId } from '#lib/seal/frame-bytes.ts';
import type { RosterLog } from './roster-log.ts';

export type TableEvent = {
	readonly id: EntryId;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Who did it, and whom it is about; empty where that could not be opened. */
	readonly by: string;
	readonly whom: string;
} & (
	| { readonly kind: 'began' | 'joined' | 'allowed'; readonly capability: Capability }
	| { readonly kind: 'left' | 'removed' | 'paused' | 'admitted' | 'renewed' | 'closed' }
);

export function tableHistory(roster: RosterLog): TableEvent[] {
	const { statements, current } = roster.roster;
	const events = statements
		.filter(({ id }) => !current.void.has(id))
		.flatMap((one) => eventOf(one, roster) ?? []);
	return events.sort((a, b) => b.at - a.at);
}

function eventOf(statement: Statement, roster: RosterLog): TableEvent | null {
	const { id, skeleton, seat } = statement;
	const { offers, seats } = roster.roster.current.fold;
	const said = (of: EntryId | null | undefined) => (of && roster.said(of)?.details.name) || '';
	const told = { id, at: roster.said(id)?.time ?? 0, by: said(seat) };
	switch (skeleton.type) {
		case 'found':
			return { ...told, whom: said(seat), kind: 'began', capability: foremost(skeleton.capabilities) };
		case 'accept': {
			const offer = offers.get(entryId(skeleton.invite));
			const capability = foremost(offer?.capabilities ?? new Map());
			return { ...told, by: said(offer?.from), whom: said(seat), kind: 'joined', capability };
		}
		case 'capability': {
			const whom = said(entryId(skeleton.seat));
			if (!mayRead(skeleton.capabilities, planChannel)) return { ...told, whom, kind: 'paused' };
			return { ...told, whom, kind: 'allowed', capability: foremost(skeleton.capabilities) };
		}
		case 'remove': {
			const gone = entryId(skeleton.seat);
			return { ...told, whom: said(gone), kind: gone === seat ? 'left' : 'removed' };
		}
		case 'admit':
			return { ...told, whom: said(entryId(skeleton.seat)), kind: 'admitted' };
		case 'replace':
			return seats.has(seat) ? { ...told, whom: said(seat), kind: 'renewed' } : null;
		case 'close':
			return { ...told, whom: '', kind: 'closed' };
		case 'invite':
		case 'withdraw':
		case 'rotate':
			return null;
	}
}
