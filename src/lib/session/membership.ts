/** What a manager does to the roster: each a statement, judged here before it is written, so that none is written that nobody would take. */
import { mayRead, reaches, throughout, type Capability } from '#lib/roster/capability.ts';
import type { Refusal } from '#lib/roster/judge.ts';
import { recipientsIn, rotateKeys, type Recipient, type Rotating } from '#lib/roster/rotating.ts';
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
					: making.rotate(channels, [member.boxKey, ...doorsOf(member, making.view)])
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

/** All that a member may do from now on, in every channel alike. */
export function allowMember(
	document: SealedDocument,
	platform: Platform,
	id: MemberId,
	capability: Capability
): Promise<Stated> {
	return stating(document, platform, id, (member, { context, place }) => {
		const next = throughout(capability, [...member.capabilities.keys()]);
		const lowers = [...member.capabilities.values()].some((held) => !reaches(capability, held));
		const change: Change = { pins: lowers ? pinsOf(document, member) : [], rotating: null };
		return setCapability(context, place, member.seat, next, change);
	});
}

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

/** The invitations that end with the removal of whoever made them: what follows is not for those who hold them. */
function doorsOf({ seat }: Member, view: RosterView): Uint8Array[] {
	const offers = [...view.fold.offers.values()].filter(
		({ from, principal }) => from === seat && principal !== 'client'
	);
	return offers.map(({ boxKey }) => boxKey);
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
