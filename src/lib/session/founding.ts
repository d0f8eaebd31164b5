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
}

/** The first seat of a new sealed document, with the statement that founds it. */
export async function foundSeat(
	{ myName, relation }: Founder,
	{ random, clock, subtle }: Platform,
	{ relays, madeUp }: Pick<Seat, 'relays' | 'madeUp'>,
	channels = caseChannels
): Promise<Seat> {
	const seed = new Secret(random(32));
	const author = await memberKeys(seed, subtle);
	const details = { name: myName, relation };
	const { frame } = await found({ author, details, time: clock.now(), random }, channels);
	return newSeat({
		document: foundedDocument(frame),
		seed,
		relays,
		openedAt: clock.now(),
		statements: [frame.bytes],
		madeUp
	});
}
