/**
 * Looking at an invitation, and taking it up. Looking reads the roster as the invitation's holder; nothing is written until the guest
 * accepts, and nobody else need be awake.
 */
import { foremost, rosterChannel, type Capability } from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { invitationKeys, readLink, type InvitationLink } from '#lib/roster/invitation-link.ts';
import { accept } from '#lib/roster/statement.ts';
import type { Invitation } from '#lib/roster/view.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import type { DocumentId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { logName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Link, LinkState } from '#lib/wire/link.ts';
import { Keyring } from './keyring.ts';
import type { Platform } from './platform.ts';
import { RosterLog } from './roster-log.ts';
import type { Seat } from './seats.ts';

/** How long a relay is given to answer before we say that it cannot be reached. */
const patience = 15_000;

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
	/** Whom the link was made for, as the inviter wrote it. */
	readonly name: string;
	readonly invitedBy: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** Who is at the table. */
	readonly people: readonly { readonly id: MemberId; readonly name: string; readonly relation: Relation }[];
	/** Takes the seat under this name. */
	accept(name: string): Promise<Accepted>;
	close(): Promise<void>;
}

export type Accepted =
	| { readonly kind: 'accepted'; readonly seat: Seat; readonly statements: readonly Frame[] }
	| { readonly kind: 'used' }
	| { readonly kind: 'unreachable' }
	/** The link is as good as before, and may be accepted again. */
	| Exclude<Stored, { kind: 'stored' }>;

/** Reads a link and asks its relay; `keep` has stored the seat before the acceptance leaves, so that a crash cannot burn the link. */
export async function lookAtInvitation(
	text: string,
	platform: Platform,
	keep: (seat: Seat) => Promise<Stored>
): Promise<Look | NoInvitation> {
	const read = readLink(text);
	if (read.kind !== 'invitation') return read;
	const guest = await Guest.open(read.link, platform);
	const state = await guest.settled();
	const look = guest.look(keep);
	if (look) return look;
	await guest.close();
	return guest.whyNot(state);
}

class Guest {
	readonly #link: InvitationLink;
	readonly #platform: Platform;
	readonly #keys: MemberKeys;
	readonly #keyring = new Keyring();
	#roster!: RosterLog;
	#wires: Link[] = [];
	#listeners = new Set<() => void>();
	#stored = new Map<number, number>();
	#declined = false;

	private constructor(link: InvitationLink, platform: Platform, keys: MemberKeys) {
		this.#link = link;
		this.#platform = platform;
		this.#keys = keys;
	}

	static async open(link: InvitationLink, platform: Platform): Promise<Guest> {
		const guest = new Guest(link, platform, await invitationKeys(link.secret, platform.subtle));
		guest.#roster = await RosterLog.open({
			document: link.document,
			me: guest.#keys,
			keyring: guest.#keyring,
			ledger: memoryLedger(logName({ document: link.document, ...rosterLog })),
			outbox: memoryOutbox(),
			verify: platform.verify,
			entered: (frames) => guest.#wires.forEach((wire) => wire.offer(rosterLog, frames)),
			refused: () => undefined,
			changed: () => guest.#wake()
		});
		guest.#wires = link.relays.map((address) => guest.#connect(address));
		return guest;
	}

	/** When the invite is here with the names in it, or no relay has more to say. */
	async settled(): Promise<LinkState> {
		await this.#until(
			() => this.#invitation !== undefined && this.#wires.some(isOpen),
			() => this.#wires.every(({ state }) => state.kind === 'refused' || state.kind === 'open')
		);
		// The invite's acceptance may be on its way in behind it.
		await this.#roster.receive([]);
		return (
			this.#wires.find(({ state }) => state.kind === 'refused')?.state ?? this.#wires[0]?.state ?? offline
		);
	}

	look(keep: (seat: Seat) => Promise<Stored>): Look | null {
		const invitation = this.#invitation;
		if (!invitation || invitation.accepted || invitation.withdrawn) return null;
		const { roster } = this.#roster;
		const details = this.#roster.said(invitation.id)?.details;
		return {
			kind: 'invitation',
			document: this.#link.document,
			name: details?.name ?? '',
			invitedBy: this.#nameOf(invitation.invitedBy),
			relation: details?.relation ?? 'provider',
			capability: foremost(invitation.capabilities),
			expiry: invitation.expiry,
			people: [...roster.current.members.values()].map(({ id, seatedBy, invite }) => ({
				id,
				name: this.#roster.said(seatedBy)?.details.name ?? '',
				relation:
					(invite && this.#roster.said(invite)?.details.relation) ||
					this.#roster.said(seatedBy)?.details.relation ||
					'provider'
			})),
			accept: (name) => this.#accept(name, keep),
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
		await Promise.all(this.#wires.map((wire) => wire.close()));
	}

	async #accept(name: string, keep: (seat: Seat) => Promise<Stored>): Promise<Accepted> {
		const { clock, random, subtle } = this.#platform;
		const seed = new Secret(random(32));
		const me = await memberKeys(seed, subtle);
		const relation = this.#roster.said(this.#link.invite)?.details.relation ?? 'provider';
		const frame = await accept(
			{ author: me, details: { name, relation }, time: clock.now(), random },
			{
				document: this.#link.document,
				rosterHeads: this.#roster.roster.heads,
				heads: [],
				keys: this.#keyring.all
			},
			this.#link.invite,
			this.#keys
		);
		const statements = [...this.#roster.roster.statements.map((statement) => statement.frame), frame];
		const seat = newSeat({
			document: this.#link.document,
			seed,
			relays: this.#link.relays,
			openedAt: clock.now(),
			statements: statements.map(({ bytes }) => bytes),
			invitation: this.#link.secret
		});
		const kept = await keep(seat);
		if (kept.kind !== 'stored') return kept;
		for (const wire of this.#wires) wire.offer(rosterLog, [frame]);
		await this.#until(
			() => (this.#stored.get(frame.client) ?? 0) > frame.seq,
			() => this.#over
		);
		if ((this.#stored.get(frame.client) ?? 0) > frame.seq) {
			await this.close();
			const seated = { ...seat, invitation: null };
			await keep(seated);
			return { kind: 'accepted', seat: seated, statements };
		}
		return { kind: this.#over ? 'used' : 'unreachable' };
	}

	/** Every relay has said no. */
	get #over(): boolean {
		return this.#declined || this.#wires.every(({ state }) => state.kind === 'refused');
	}

	get #invitation(): Invitation | undefined {
		return this.#roster.roster.current.invitations.get(this.#link.invite);
	}

	#nameOf(id: MemberId): string {
		const seatedBy = this.#roster.roster.current.members.get(id)?.seatedBy;
		return (seatedBy && this.#roster.said(seatedBy)?.details.name) ?? '';
	}

	#connect(address: string): Link {
		return this.#platform.linkTo(address)({
			document: this.#link.document,
			places: [rosterLog],
			reader: () => this.#keys,
			events: {
				state: () => this.#wake(),
				arrived: (_place, frames) => void this.#roster.receive(frames),
				junk: () => undefined,
				declined: () => {
					this.#declined = true;
					this.#wake();
				},
				newest: () => undefined,
				acknowledged: (_place, stored) => {
					for (const [client, count] of stored) this.#stored.set(client, count);
					this.#wake();
				},
				presence: () => undefined
			}
		});
	}

	#wake(): void {
		for (const listener of this.#listeners) listener();
	}

	/** Until `done`, or `over` has been true for a moment, or patience runs out. */
	async #until(done: () => boolean, over: () => boolean): Promise<void> {
		const { clock, breathe } = this.#platform;
		await new Promise<void>((resolve) => {
			const stop = clock.after(patience, finish);
			const check = async () => {
				if (done()) return finish();
				if (!over()) return;
				await this.#roster.receive([]);
				await breathe();
				if (done() || over()) finish();
			};
			const listener = () => void check();
			const listeners = this.#listeners;
			function finish() {
				stop();
				listeners.delete(listener);
				resolve();
			}
			listeners.add(listener);
			listener();
		});
	}
}

const rosterLog: LogPlace = { channel: rosterChannel, generation: 0 };

const offline: LinkState = { kind: 'offline', since: 0 };

function isOpen({ state }: Link): boolean {
	return state.kind === 'open';
}

export function newSeat(given: {
	document: DocumentId;
	seed: Secret;
	relays: readonly string[];
	openedAt: number;
	statements: readonly Uint8Array[];
	invitation?: Secret;
	madeUp?: boolean;
}): Seat {
	const { openedAt, madeUp = false, invitation = null, ...rest } = given;
	return {
		...rest,
		madeUp,
		invitation,
		summary: { name: '', stage: null, people: [], news: 0, openedAt },
		looked: null,
		heard: 0,
		lost: []
	};
}
