import { caseChannels } from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { found } from '#lib/roster/statement.ts';
import { foundedDocument } from '#lib/seal/frame.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { newSeat } from './joining.ts';
import type { Platform } from './platform.ts';
import type { Seat } from './seats.ts';

export interface Founder {
	readonly myName: string;
	readonly relation: Relation;
	/** What is begun, as whoever is invited reads it before they sit down. */
	readonly title?: string;
}

/** The first seat of a new sealed document, with the statement that founds it. */
export async function foundSeat(
	{ myName, relation, title = '' }: Founder,
	{ random, clock, subtle }: Platform,
	{ relays, madeUp, of = null }: Pick<Seat, 'relays' | 'madeUp'> & Partial<Pick<Seat, 'of'>>,
	channels = caseChannels
): Promise<Seat> {
	const seed = new Secret(random(32));
	const author = await memberKeys(seed, subtle);
	const details = { name: myName, relation, ...(title ? { caseName: title } : {}) };
	const { frame } = await found({ author, details, time: clock.now(), random }, channels);
	return newSeat({
		document: foundedDocument(frame),
		seed,
		relays,
		of,
		openedAt: clock.now(),
		statements: [frame.bytes],
		madeUp
	});
}
