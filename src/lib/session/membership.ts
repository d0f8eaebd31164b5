/** What a manager does to the roster: each a statement, judged here before it is written, so that none is written that nobody would take. */
import {
	mayRead,
	reaches,
	rosterChannel,
	throughout,
	type Capabilities,
	type Capability
} from '#lib/roster/capability.ts';
import type { Refusal } from '#lib/roster/judge.ts';
import { boxFor, recipientsIn, rotateKeys, type Recipient, type Rotating } from '#lib/roster/rotating.ts';
import type { Pin } from '#lib/roster/skeleton-parts.ts';
import {
	admit,
	close,
	remove,
	replace,
	setCapability,
	withdraw,
	type Change,
	type StatementContext,
	type StatementPlace
} from '#lib/roster/statement.ts';
import type { Offered } from '#lib/roster/fold.ts';
import type { Member, RosterView } from '#lib/roster/view.ts';
import type { StorageFault } from '#lib/ledger/ledger.ts';
import type { ChannelName, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';

export type Stated =
	| { readonly kind: 'stated' }
	/** The roster as it is now would not take it. */
	| { readonly kind: 'refused'; readonly reason: Refusal }
	| { readonly kind: 'not-stored'; readonly reason: StorageFault };

/** Takes a member from the table: new keys for those who stay, and an end to what counts of theirs. Of oneself: leaving. */
export function removeMember(document: SealedDocument, platform: Platform, id: MemberId): Promise<Stated> {
	return stating(document, platform, id, (member, making) => {
		const channels = [...member.capabilities.keys()];
		return remove(making.context, making.place, member.seat, {
			pins: pinsOf(document, member),
			rotating:
				member.id === document.me.id
					? null
					: making.rotate(channels, [
							member.boxKey,
							...linksOf(member, making.view).map(({ boxKey }) => boxKey)
						])
		});
	});
}

/** Goes over to other keys in one's own seat: one's present ones are on a device that was lost. Whoever may read a channel gives it a new key. */
export function replaceKeys(document: SealedDocument, platform: Platform, next: MemberKeys): Promise<Stated> {
	return stating(document, platform, document.me.id, (member, making) => {
		const channels = [...member.capabilities.keys()];
		const instead = { boxKey: next.box.publicKey, capabilities: member.capabilities };
		const change = {
			pins: pinsOf(document, member),
			rotating: making.rotate(channels, [member.boxKey], instead)
		};
		return replace(making.context, making.place, member.seat, next, change);
	});
}

/** All that a member may do from now on, in every channel alike; ends their pause. Who may invite no more leaves no link open either. */
export async function allowMember(
	document: SealedDocument,
	platform: Platform,
	id: MemberId,
	capability: Capability
): Promise<Stated> {
	const ended = capability === 'manage' ? null : await endLinksOf(document, platform, id);
	if (ended) return ended;
	return stating(document, platform, id, (member, { context, place }) => {
		const next = throughout(capability);
		const lowers = [...member.capabilities.values()].some((held) => !reaches(capability, held));
		const change: Change = { pins: lowers ? pinsOf(document, member) : [], rotating: null };
		const gains = [...next.keys()].some((channel) => !mayRead(member.capabilities, channel));
		const boxes = gains
			? [boxFor({ boxKey: member.boxKey, capabilities: next }, document.keyring.all, platform.random)]
			: [];
		return setCapability(context, place, member.seat, next, change, boxes);
	});
}

/** Until they are allowed something again, a member reads the roster alone: who sits here, and when they are let back. */
export async function pauseMember(
	document: SealedDocument,
	platform: Platform,
	id: MemberId
): Promise<Stated> {
	const ended = await endLinksOf(document, platform, id);
	if (ended) return ended;
	return stating(document, platform, id, (member, making) => {
		const closed = [...member.capabilities.keys()].filter((channel) => channel !== rosterChannel);
		return setCapability(making.context, making.place, member.seat, paused, {
			pins: pinsOf(document, member),
			rotating: making.rotate(closed, [member.boxKey])
		});
	});
}

const paused: Capabilities = new Map([[rosterChannel, 'view']]);

/** Lets a suspended member in: of two who used one link, the one that is meant. */
export function admitMember(document: SealedDocument, platform: Platform, id: MemberId): Promise<Stated> {
	return stating(document, platform, id, (member, { context, place }) =>
		admit(context, place, member.seat, member, member.capabilities, { pins: [], rotating: null })
	);
}

/** Takes an invitation back that nobody has accepted. */
export async function withdrawInvitation(
	document: SealedDocument,
	platform: Platform,
	id: EntryId
): Promise<Stated> {
	const making = await beginning(document, platform);
	const invitation = making.view.invitations.get(id);
	if (!invitation) return { kind: 'refused', reason: 'no-invitation' };
	const rotating = making.rotate([...invitation.capabilities.keys()], [invitation.boxKey]);
	return write(document, await withdraw(making.context, making.place, id, rotating));
}

/** Takes the links back that a member could still use themselves; what is meant for the client stays. Null where all is done. */
async function endLinksOf(
	document: SealedDocument,
	platform: Platform,
	id: MemberId
): Promise<Exclude<Stated, { kind: 'stated' }> | null> {
	const view = document.roster.roster.current;
	const member = view.member(id);
	for (const link of member ? linksOf(member, view) : []) {
		const stated = await withdrawInvitation(document, platform, link.id);
		if (stated.kind !== 'stated') return stated;
	}
	return null;
}

/** Nobody writes here any more; what is here stays readable for those who could read it. */
export async function closeDocument(document: SealedDocument, platform: Platform): Promise<Stated> {
	const { context, place } = await beginning(document, platform);
	return write(document, await close(context, place));
}

interface Making {
	readonly context: StatementContext;
	readonly place: StatementPlace;
	readonly view: RosterView;
	/** The next keys of these channels, for everyone but those with these box keys. */
	rotate(channels: readonly ChannelName[], without: readonly Uint8Array[], instead?: Recipient): Rotating;
}

async function stating(
	document: SealedDocument,
	platform: Platform,
	id: MemberId,
	make: (member: Member, making: Making) => Promise<Frame>
): Promise<Stated> {
	const member = document.roster.roster.current.member(id);
	if (!member) return { kind: 'refused', reason: 'no-seat' };
	const making = await beginning(document, platform, seatsOf(member, document));
	return write(document, await make(member, making));
}

/** Where they sit and, of those who used the same link, one more: what is in doubt there is to be seen where it is settled. */
function seatsOf({ seat, invite }: Member, { roster }: SealedDocument): EntryId[] {
	const seats = invite && roster.roster.current.fold.offers.get(invite)?.seats;
	const rivals = (seats ?? []).filter((other) => other !== seat);
	return [seat, ...rivals.slice(0, 1)];
}

/** What has been typed is sealed first, under the keys that are in force until now. */
async function beginning(
	document: SealedDocument,
	{ clock, random }: Platform,
	about: readonly EntryId[] = []
): Promise<Making> {
	await document.flush();
	const { roster, keyring, me } = document;
	const view = roster.roster.current;
	return {
		view,
		context: { author: me, details: { name: '', relation: 'provider' }, time: clock.now(), random },
		place: document.placeFor(document.capabilities, about),
		rotate: (channels, without, instead) => {
			const mine = channels.filter((channel) => mayRead(document.capabilities, channel));
			const recipients = recipientsIn(view, clock.now()).filter(({ boxKey }) => !without.includes(boxKey));
			const all = instead ? [...recipients, instead] : recipients;
			return rotateKeys(mine, view, keyring.all, all, random);
		}
	};
}

/** The invitations of a member that they could still use themselves, and that end with their right to invite: what follows is not for those who hold them. */
function linksOf({ seat }: Member, { fold }: RosterView): Offered[] {
	return [...fold.offers.values()].filter(
		({ from, principal, seats, withdrawn }) =>
			from === seat && principal !== 'client' && seats.length === 0 && !withdrawn
	);
}

/** As far as this device has opened them. */
function pinsOf(document: SealedDocument, { id, formerKeys }: Member): Pin[] {
	const keys = new Set([id, ...formerKeys]);
	return document.strandsOf(keys);
}

async function write(document: SealedDocument, frame: Frame): Promise<Stated> {
	const refusal = document.roster.roster.refusalOf(frame);
	if (refusal) return { kind: 'refused', reason: refusal };
	const stored = await document.state(frame);
	return stored.kind === 'stored' ? { kind: 'stated' } : stored;
}
