/**
 * Looking at an invitation, and taking it up. Looking reads the roster as the invitation's holder; nothing is written there until the
 * guest accepts, and nobody else need be awake.
 */
import { foremost, mayRead, type Capability } from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { invitationKeys, readLink, type InvitationLink } from '#lib/roster/invitation-link.ts';
import { accept } from '#lib/roster/statement.ts';
import { sealTold } from '#lib/roster/told.ts';
import type { Invitation, Member } from '#lib/roster/view.ts';
import type { ChannelName, DocumentId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { PointerFetch } from '#lib/wire/kit-pointer.ts';
import type { LinkState } from '#lib/wire/link.ts';
import { tellOpened } from './opened-links.ts';
import type { Platform } from './platform.ts';
import { RosterVisit } from './roster-visit.ts';
import type { Seat } from './seats.ts';

export type NoInvitation =
	| { readonly kind: 'mangled' }
	| { readonly kind: 'newer' }
	| { readonly kind: 'foreign' }
	/** Its relay knows nothing of it, or of its case. */
	| { readonly kind: 'unknown' }
	| { readonly kind: 'used' }
	| { readonly kind: 'expired' }
	/** No relay answered; the link is as good as before. */
	| { readonly kind: 'unreachable' };

export interface Look {
	readonly kind: 'invitation';
	readonly document: DocumentId;
	/** What whoever began it called it; empty where they said nothing. */
	readonly title: string;
	/** Whom the link was made for, as the inviter wrote it. */
	readonly name: string;
	readonly invitedBy: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** When the seat ends; 0 for never. */
	readonly until: number;
	/** Who is at the table. */
	readonly people: readonly { readonly id: MemberId; readonly name: string; readonly relation: Relation }[];
	/** The invitation holds the key by which all of it is read. */
	readonly isReadable: boolean;
	/** Whoever sits down waits until they are let in; by itself that is done for one who was told the code. */
	readonly careful: boolean;
	/** Lets the inviter see that the link has been opened. */
	tellOpened(fetch: PointerFetch): Promise<void>;
	/** Takes the seat under this name; `code` as it was told. */
	accept(name: string, code?: string): Promise<Accepted>;
	close(): Promise<void>;
}

export type Accepted =
	| { readonly kind: 'accepted'; readonly seat: Seat; readonly statements: readonly Frame[] }
	| { readonly kind: 'used' }
	| { readonly kind: 'unreachable' }
	/** The link is as good as before, and may be accepted again. */
	| Exclude<Stored, { kind: 'stored' }>;

/** Reads a link to something with this channel, and asks its relay; `keep` has stored the seat before the acceptance leaves, so that a crash cannot burn the link. */
export async function lookAtInvitation(
	text: string,
	channel: ChannelName,
	platform: Platform,
	keep: (seat: Seat) => Promise<Stored>
): Promise<Look | NoInvitation> {
	const read = readLink(text);
	if (read.kind !== 'invitation') return read;
	const guest = await Guest.open(read.link, platform);
	const state = await guest.settled();
	const look = guest.look(channel, keep);
	if (look) return look;
	await guest.close();
	return guest.whyNot(state);
}

class Guest {
	readonly #link: InvitationLink;
	readonly #platform: Platform;
	readonly #keys: MemberKeys;
	readonly #visit: RosterVisit;

	private constructor(link: InvitationLink, platform: Platform, keys: MemberKeys, visit: RosterVisit) {
		this.#link = link;
		this.#platform = platform;
		this.#keys = keys;
		this.#visit = visit;
	}

	static async open(link: InvitationLink, platform: Platform): Promise<Guest> {
		const keys = await invitationKeys(link.secret, platform.subtle);
		const visit = await RosterVisit.begin(link.document, link.relays, keys, platform);
		return new Guest(link, platform, keys, visit);
	}

	/** When the invite is here with the names in it, or no relay has more to say. */
	async settled(): Promise<LinkState> {
		await this.#visit.until(
			() => this.#invitation !== undefined && this.#visit.states.some(isOpen),
			() => this.#visit.states.every(({ kind }) => kind === 'refused' || kind === 'open')
		);
		// The invite's acceptance may be on its way in behind it.
		await this.#visit.roster.receive([]);
		const { states } = this.#visit;
		return states.find(({ kind }) => kind === 'refused') ?? states[0] ?? offline;
	}

	look(channel: ChannelName, keep: (seat: Seat) => Promise<Stored>): Look | null {
		const invitation = this.#invitation;
		if (!invitation || invitation.accepted || invitation.withdrawn) return null;
		if (!mayRead(invitation.capabilities, channel)) return null;
		const { roster } = this.#visit.roster;
		const details = this.#visit.roster.said(invitation.id)?.details;
		return {
			kind: 'invitation',
			document: this.#link.document,
			title: this.#title,
			name: details?.name ?? '',
			invitedBy: this.#nameOf(invitation.invitedBy),
			relation: details?.relation ?? 'provider',
			capability: foremost(invitation.capabilities),
			expiry: invitation.expiry,
			until: invitation.until,
			people: [...roster.current.members.values()].map(({ id, seatedBy, invite }) => ({
				id,
				name: this.#visit.roster.said(seatedBy)?.details.name ?? '',
				relation:
					(invite && this.#visit.roster.said(invite)?.details.relation) ||
					this.#visit.roster.said(seatedBy)?.details.relation ||
					'provider'
			})),
			isReadable: this.#holdsKeyOf(channel),
			careful: invitation.careful,
			tellOpened: (fetch) => this.#tellOpened(fetch),
			accept: (name, code) => this.#accept(name, code, keep),
			close: () => this.close()
		};
	}

	whyNot(state: LinkState): NoInvitation {
		if (this.#invitation?.accepted || this.#invitation?.withdrawn) return { kind: 'used' };
		if (state.kind === 'refused') {
			if (state.reason !== 'invitation-over') return { kind: 'unknown' };
			const { expiry } = this.#link;
			return { kind: expiry !== 0 && expiry <= this.#platform.clock.now() ? 'expired' : 'used' };
		}
		return { kind: state.kind === 'open' ? 'unknown' : 'unreachable' };
	}

	async close(): Promise<void> {
		await this.#visit.close();
	}

	async #accept(
		name: string,
		code: string | undefined,
		keep: (seat: Seat) => Promise<Stored>
	): Promise<Accepted> {
		const { clock, random, subtle } = this.#platform;
		const seed = new Secret(random(32));
		const me = await memberKeys(seed, subtle);
		const relation = this.#visit.roster.said(this.#link.invite)?.details.relation ?? 'provider';
		const told = code === undefined ? null : this.#told(code, me);
		const details = { name, relation, ...(told ? { told } : {}) };
		const frame = await accept(
			{ author: me, details, time: clock.now(), random },
			{
				document: this.#link.document,
				rosterHeads: this.#visit.roster.roster.heads,
				heads: [],
				keys: this.#visit.keyring.all
			},
			this.#link.invite,
			this.#keys
		);
		const statements = [...this.#visit.roster.roster.statements.map((statement) => statement.frame), frame];
		const seat = newSeat({
			document: this.#link.document,
			seed,
			relays: this.#link.relays,
			openedAt: clock.now(),
			statements: statements.map(({ bytes }) => bytes)
		});
		const kept = await keep(seat);
		if (kept.kind !== 'stored') return kept;
		this.#visit.offer([frame]);
		await this.#visit.until(
			() => this.#visit.hasStored(frame),
			() => this.#over
		);
		if (this.#visit.hasStored(frame)) {
			await this.close();
			return { kind: 'accepted', seat, statements };
		}
		return { kind: this.#over ? 'used' : 'unreachable' };
	}

	/** For whoever sits where the invitation was made, by the keys that they have now. */
	#told(code: string, { publicKey, box }: MemberKeys): Uint8Array | null {
		const { document, invite } = this.#link;
		const inviter = this.#inviter;
		const sitting = { document, invite, publicKey, boxKey: box.publicKey };
		return inviter ? sealTold(code, sitting, inviter.boxKey, this.#platform.random) : null;
	}

	async #tellOpened(fetch: PointerFetch): Promise<void> {
		const { document, relays } = this.#link;
		const inviter = this.#inviter;
		if (!inviter) return;
		await tellOpened(
			fetch,
			relays,
			{ document, me: this.#keys, them: inviter.boxKey },
			this.#platform.random
		);
	}

	/** Whoever sits where the invitation was made. */
	get #inviter(): Member | undefined {
		const { fold, members } = this.#visit.roster.roster.current;
		const from = fold.offers.get(this.#link.invite)?.from;
		return [...members.values()].find(({ seat }) => seat === from);
	}

	/** Every relay has said no. */
	get #over(): boolean {
		return this.#visit.declined || this.#visit.states.every(({ kind }) => kind === 'refused');
	}

	get #invitation(): Invitation | undefined {
		return this.#visit.roster.roster.current.invitations.get(this.#link.invite);
	}

	#holdsKeyOf(channel: ChannelName): boolean {
		const inForce = this.#visit.roster.roster.current.keyInForce(channel);
		return inForce !== undefined && this.#visit.keyring.inForce(inForce) !== undefined;
	}

	get #title(): string {
		const founding = this.#visit.roster.roster.statements.find(({ frame }) => frame.isFounding);
		return (founding && this.#visit.roster.said(founding.id)?.details.caseName) ?? '';
	}

	#nameOf(id: MemberId): string {
		const seatedBy = this.#visit.roster.roster.current.members.get(id)?.seatedBy;
		return (seatedBy && this.#visit.roster.said(seatedBy)?.details.name) ?? '';
	}
}

const offline: LinkState = { kind: 'offline', since: 0 };

function isOpen({ kind }: LinkState): boolean {
	return kind === 'open';
}

export function newSeat(given: {
	document: DocumentId;
	seed: Secret;
	relays: readonly string[];
	of?: DocumentId | null;
	openedAt: number;
	statements: readonly Uint8Array[];
	madeUp?: boolean;
}): Seat {
	const { openedAt, of = null, madeUp = false, ...rest } = given;
	return {
		...rest,
		of,
		joinedAt: openedAt,
		ofAnother: false,
		madeUp,
		codes: {},
		summary: { name: '', stage: null, people: [], news: 0, openedAt, ends: 0 },
		looked: null,
		heard: 0,
		lost: []
	};
}
