/** Opening a circle to people of its case, and ending that: the seats, the letters, and what is recorded of both. */
import { dropHomeOffer } from '#lib/casedoc/home.ts';
import type { Opening } from '#lib/domain/opening.ts';
import type { ClosingReason, TalkRef } from '#lib/domain/talk.ts';
import type { OpenedTo, Terms } from '#lib/domain/terms.ts';
import type { Capability } from '#lib/roster/capability.ts';
import type { EntryId } from '#lib/seal/frame-bytes.ts';
import type { Case, Person } from './case.ts';
import { Deliveries, type CirclePlace } from './deliveries.ts';
import type { Stated } from './membership.ts';

export interface NewOpening extends Omit<Terms, 'to'> {
	/** People of the case. */
	readonly to: readonly Person[];
	readonly capability: Capability;
	/** All of it, as it is shown to whoever agrees. */
	readonly words: string;
	/** The wish that it answers. */
	readonly wish: TalkRef | null;
}

export type Opened =
	| { readonly kind: 'opened' }
	/** Nothing of it holds: it cannot be stored here, or not be brought to them now. */
	| { readonly kind: 'not-opened' };

/** An invitation into a circle whose end is open waits this long. */
const waitingFor = 90 * 24 * 60 * 60 * 1000;

/** Where one of them cannot be asked, none is. */
export async function openCircle(at: CirclePlace, circle: Case, opening: NewOpening): Promise<Opened> {
	const { to, what, purpose, until, event, words, wish } = opening;
	const asked: OpenedTo[] = [];
	for (const person of to) {
		const invite = await ask(at, circle, person, opening);
		if (!invite) {
			for (const one of asked) if (one.invite) await circle.withdraw(one.invite as EntryId);
			return { kind: 'not-opened' };
		}
		asked.push({ member: person.id, name: person.name, invite });
	}
	const { newId: id, at: time } = circle.making();
	const terms = { to: asked, what, purpose, until, event };
	circle.say({ kind: 'opening', id, at: time, ...terms, words, wish });
	await circle.document.flush();
	return { kind: 'opened' };
}

async function ask(
	at: CirclePlace,
	circle: Case,
	person: Person,
	{ capability, until }: NewOpening
): Promise<EntryId | null> {
	const { device } = at;
	const { name, relation } = person;
	const isPrincipal = relation === 'client' || relation === 'guardian';
	const offer = {
		name,
		relation,
		// They can always end what concerns them.
		capability: isPrincipal ? ('manage' as const) : capability,
		expiry: until === 0 ? device.platform.clock.now() + waitingFor : until,
		until: isPrincipal ? 0 : until
	};
	const invited = await circle.invite(offer, device.relay);
	if (invited.kind !== 'invited') return null;
	if (await new Deliveries(at).send(circle, person, invited.id, invited.link)) return invited.id;
	await circle.withdraw(invited.id);
	return null;
}

/** Ends what was opened: whoever sits there by it is taken from the circle, whoever does not sit yet will not. */
export async function closeOpening(
	{ device }: CirclePlace,
	circle: Case,
	opening: Opening,
	why: ClosingReason
): Promise<Stated> {
	for (const { invite } of opening.to) {
		const ended = invite === null ? null : await endSeat(circle, invite as EntryId);
		if (ended && ended.kind !== 'stated') return ended;
		if (invite !== null) device.home?.edit((doc) => dropHomeOffer(doc, invite));
	}
	const { newId: id, at } = circle.making();
	circle.say({ kind: 'closing', id, at, item: opening.id, why });
	await circle.document.flush();
	return { kind: 'stated' };
}

/** Ends it for one of those to whom it was opened; for the last of them, all of it. */
export async function closeFor(
	place: CirclePlace,
	circle: Case,
	opening: Opening,
	{ invite }: OpenedTo
): Promise<Stated> {
	const others = opening.to.filter((one) => one.held && one.invite !== invite);
	if (others.length === 0 || invite === null) return closeOpening(place, circle, opening, 'withdrawn');
	const ended = await endSeat(circle, invite as EntryId);
	if (ended?.kind === 'stated') place.device.home?.edit((doc) => dropHomeOffer(doc, invite));
	return ended ?? { kind: 'stated' };
}

/** Null where there is nothing to end any more. */
async function endSeat(circle: Case, invite: EntryId): Promise<Stated | null> {
	for (const person of circle.people.filter((one) => one.invite === invite)) {
		const removed = await circle.remove(person.id);
		if (removed.kind !== 'stated') return removed;
	}
	const isWaiting = circle.invitations.some(({ id }) => id === invite);
	return isWaiting ? circle.withdraw(invite) : null;
}
