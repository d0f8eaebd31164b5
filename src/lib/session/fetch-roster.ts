import { memberKeys } from '#lib/seal/keys.ts';
import type { Platform } from './platform.ts';
import { RosterVisit } from './roster-visit.ts';
import type { Seat } from './seats.ts';

/** The statements by which a seat's document can be opened on a device that has nothing of it. Null if no relay brings them. */
export async function fetchRoster(
	{ document, relays, seed }: Pick<Seat, 'document' | 'relays' | 'seed'>,
	platform: Platform
): Promise<readonly Uint8Array[] | null> {
	const me = await memberKeys(seed, platform.subtle);
	const visit = await RosterVisit.begin(document, relays, me, platform);
	const { roster } = visit.roster;
	await visit.until(
		() => roster.current.member(me.id) !== undefined,
		() => visit.states.every(({ kind }) => kind === 'refused' || kind === 'open')
	);
	await visit.close();
	return roster.current.member(me.id) ? roster.statements.map(({ frame }) => frame.bytes) : null;
}
