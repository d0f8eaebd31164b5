/** An open case, as screens meet it: who is at the table, what each may do, the plan, the talk, and where what I wrote is now. */
import type * as Y from 'yjs';
import { pushTalk, type Pushed } from '#lib/casedoc/push-talk.ts';
import { readPlan } from '#lib/casedoc/read-plan.ts';
import { readTalk } from '#lib/casedoc/read-talk.ts';
import { editText, planText, readText, type TextRef } from '#lib/casedoc/text.ts';
import type { Delta } from '#lib/casedoc/text-splice.ts';
import { adderOf } from '#lib/casedoc/written-by.ts';
import { changesSince, lookAt, type Change } from '#lib/domain/change.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { ListKind } from '#lib/domain/record.ts';
import type { TalkDraft } from '#lib/domain/talk.ts';
import type { Talk } from '#lib/domain/thread.ts';
import {
	foremost,
	mayWrite,
	planChannel,
	rosterChannel,
	talkChannel,
	throughout,
	type Capability
} from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { isOpen } from '#lib/roster/view.ts';
import { toText, type DocumentId, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Channel } from './channel.ts';
import { inviteInto, type Invited } from './inviting.ts';
import { admitMember, allowMember, removeMember, withdrawInvitation, type Stated } from './membership.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';
import type { Seat } from './seats.ts';
import type { SaveStatus } from './status.ts';
import type { Unsaid } from './unsaid.ts';
import { authorOf, writtenBy, type Author, type WrittenBy } from './written-by.ts';

export interface Person {
	readonly id: MemberId;
	/** Empty if their statement could not be opened. */
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	readonly isMe: boolean;
	/** Their seat is in doubt: two people used one link at the same time. */
	readonly suspended: boolean;
	/** Only they themselves or a guardian can take them from the table, or keep them from reading. */
	readonly isClient: boolean;
	readonly here: boolean;
	/** What they are working on, as the screens named it. */
	readonly where: string | null;
	/** Milliseconds since 1970, as their device states. */
	readonly joinedAt: number;
}

export interface OpenInvitation {
	readonly id: EntryId;
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	readonly state: 'waiting' | 'expired';
}

export interface Offer {
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
}

/** A shared text as a field on screen needs it. Indexes are UTF-16 units on the text as it is now. */
export interface TextPort {
	read(): string;
	splice(index: number, remove: number, insert: string): void;
	observe(changed: (delta: Delta, local: boolean) => void): () => void;
}

export class Case {
	readonly document: SealedDocument;
	readonly unsaid: Unsaid;
	readonly #platform: Platform;
	#seat: Seat;
	readonly #plan: Channel;
	readonly #talk: Channel;
	readonly #left: () => void;
	#arrivals = 0;

	/** `left`: I have left the table for good. */
	constructor(
		document: SealedDocument,
		seat: Seat,
		{ platform, unsaid, left = () => undefined }: { platform: Platform; unsaid: Unsaid; left?: () => void }
	) {
		this.document = document;
		this.unsaid = unsaid;
		this.#platform = platform;
		this.#seat = seat;
		this.#left = left;
		this.#plan = document.channel(planChannel);
		this.#talk = document.channel(talkChannel);
	}

	/** Overwrites its keys; it must be closed. */
	forget(): void {
		this.unsaid.forget();
		this.document.forget();
	}

	get id(): DocumentId {
		return this.document.id;
	}

	get seat(): Seat {
		return this.#seat;
	}

	get madeUp(): boolean {
		return this.#seat.madeUp;
	}

	get me(): MemberId {
		return this.document.me.id;
	}

	get status(): SaveStatus {
		return this.document.status;
	}

	/** An older app meets a statement of a newer one. */
	get needsNewer(): boolean {
		return this.document.roster.needsNewer;
	}

	/** Somebody has taken me from the table, or I have left: what is here stays readable here. */
	get isRemoved(): boolean {
		return this.document.roster.roster.current.member(this.me) === undefined;
	}

	/** I sit there by other keys than this device has: another device of mine has taken them. */
	get isRenewed(): boolean {
		const seat = this.document.roster.roster.current.fold.seatOf(this.me);
		return this.isRemoved && seat?.removedBy === null;
	}

	get mayEdit(): boolean {
		return this.#plan.mayWrite;
	}

	get mayComment(): boolean {
		return this.#talk.mayWrite;
	}

	get mayManage(): boolean {
		return mayWrite(this.document.capabilities, rosterChannel);
	}

	readPlan(): Plan {
		return readPlan(this.#plan.doc);
	}

	readTalk(): Talk {
		return readTalk(this.#talk.doc, (client) => this.#talk.authorOf(client));
	}

	/** For casedoc's other reads. */
	get planDoc(): Y.Doc {
		return this.#plan.doc;
	}

	/** Runs named edits of casedoc as one, undone as one. Throws where this member may not edit: screens offer none. */
	edit<T>(change: (plan: Y.Doc) => T): T {
		this.#plan.history?.separate();
		const result = this.#plan.edit(change);
		this.#plan.history?.separate();
		return result;
	}

	say(draft: TalkDraft): Pushed {
		return this.#talk.edit((talk) => pushTalk(talk, draft));
	}

	/** What every edit needs: who, when, and an id for what is new. */
	making(): { readonly newId: string; readonly at: number; readonly by: string } {
		return { newId: toText(this.#platform.random(12)), at: this.#platform.clock.now(), by: this.me };
	}

	text(ref: TextRef): TextPort {
		const text = planText(this.#plan.doc, ref);
		return {
			read: () => text.toString(),
			splice: (index, remove, insert) => this.#plan.edit(() => editText(text, { index, remove, insert })),
			observe(changed) {
				const listen = (event: Y.YTextEvent) => changed(event.delta as Delta, event.transaction.local);
				text.observe(listen);
				return () => text.unobserve(listen);
			}
		};
	}

	/** Who wrote what of a text as it stands, in order. */
	writtenBy(ref: TextRef): WrittenBy[] {
		const { doc } = this.#plan;
		if (readText(doc, ref) === '') return [];
		return writtenBy(planText(doc, ref), this.#plan, this.document.roster);
	}

	/** Who put a record into the plan. */
	addedBy(kind: ListKind, id: string): Author {
		return authorOf(adderOf(this.#plan.doc, kind, id), this.#plan, this.document.roster);
	}

	undo(): void {
		this.#plan.undo();
	}

	redo(): void {
		this.#plan.redo();
	}

	/** A case begins with what it was begun with: taking that back would leave nothing. */
	forgetUndo(): void {
		this.#plan.history?.forget();
	}

	get canUndo(): boolean {
		return this.#plan.history?.canUndo ?? false;
	}

	get canRedo(): boolean {
		return this.#plan.history?.canRedo ?? false;
	}

	onPlan(changed: () => void): () => void {
		return listenTo(this.#plan.doc, changed);
	}

	onTalk(changed: () => void): () => void {
		return listenTo(this.#talk.doc, changed);
	}

	/** People, invitations, presence, status. */
	onChange(changed: () => void): () => void {
		return this.document.onChange(changed);
	}

	onUndoChange(changed: () => void): () => void {
		return this.#plan.history?.onChange(changed) ?? (() => undefined);
	}

	/** Everyone at the table, in the order in which they sat down. */
	get people(): Person[] {
		const { roster, presence, me } = this.document;
		return [...roster.roster.current.members.values()].map((member) => {
			const said = roster.said(member.seatedBy);
			const relation =
				(member.invite && roster.said(member.invite)?.details.relation) ||
				said?.details.relation ||
				'provider';
			const sessions = presence.sessions.filter((session) => session.member === member.id);
			const isMe = member.id === me.id;
			return {
				id: member.id,
				name: said?.details.name ?? '',
				relation,
				capability: foremost(member.capabilities),
				isMe,
				suspended: member.suspended !== null,
				isClient: member.principal === 'client',
				here: isMe || sessions.length > 0,
				where: sessions.find(({ where }) => where !== null)?.where ?? null,
				joinedAt: said?.time ?? 0
			};
		});
	}

	get invitations(): OpenInvitation[] {
		const { roster } = this.document;
		const now = this.#platform.clock.now();
		return [...roster.roster.current.invitations.values()]
			.filter(({ accepted, withdrawn }) => !accepted && !withdrawn)
			.map((invitation) => {
				const details = roster.said(invitation.id)?.details;
				return {
					id: invitation.id,
					name: details?.name ?? '',
					relation: details?.relation ?? 'provider',
					capability: foremost(invitation.capabilities),
					expiry: invitation.expiry,
					state: isOpen(invitation, now) ? 'waiting' : 'expired'
				};
			});
	}

	/** Writes an invite and gives its link, which is kept nowhere. `base` is the address that links begin with. */
	invite(offer: Offer, base: string): Promise<Invited> {
		const { name, relation, capability, expiry } = offer;
		const details = { name, relation };
		const capabilities = throughout(capability);
		return inviteInto(
			this.document,
			this.#platform,
			{ details, capabilities, expiry },
			this.#seat.relays,
			base
		);
	}

	/** Takes a person from the table; myself: leaves it. What they have read cannot be taken back. */
	async remove(id: MemberId): Promise<Stated> {
		const stated = await removeMember(this.document, this.#platform, id);
		if (id === this.me && stated.kind === 'stated') this.#left();
		return stated;
	}

	/** What a person may do from now on. */
	allow(id: MemberId, capability: Capability): Promise<Stated> {
		return allowMember(this.document, this.#platform, id, capability);
	}

	/** Lets a person in whose seat was in doubt. */
	admit(id: MemberId): Promise<Stated> {
		return admitMember(this.document, this.#platform, id);
	}

	/** Takes an invitation back that nobody has accepted. */
	withdraw(id: EntryId): Promise<Stated> {
		return withdrawInvitation(this.document, this.#platform, id);
	}

	/** A page shows this case: the person has sat down. The answer gets them up again. */
	arrive(): () => void {
		const { presence } = this.document;
		this.#arrivals += 1;
		presence.come();
		return () => {
			this.#arrivals -= 1;
			if (this.#arrivals === 0) presence.go();
		};
	}

	workOn(where: string | null): void {
		this.document.presence.moveTo(where);
	}

	/** What has changed in the plan since I looked. */
	changes(): Change[] {
		return this.#seat.looked ? changesSince(this.#seat.looked, this.readPlan()) : [];
	}

	/** How much has been said since I looked. */
	unheard(): number {
		return Math.max(0, saidIn(this.readTalk()) - this.#seat.heard);
	}

	/** The seat as it stands once I have looked at everything. */
	afterLooking(seat: Seat): Seat {
		return { ...seat, looked: lookAt(this.readPlan()), heard: saidIn(this.readTalk()) };
	}

	/** The seat with what the list of cases shows. */
	withSummary(seat: Seat): Seat {
		const plan = this.readPlan();
		const people = this.people.map(({ id, name }) => ({ id, name }));
		const news = seat.looked ? changesSince(seat.looked, plan).length : 0;
		const unheard = Math.max(0, saidIn(this.readTalk()) - seat.heard);
		const summary = {
			...seat.summary,
			name: plan.client.name,
			stage: plan.stage,
			people,
			news: news + unheard
		};
		this.#seat = { ...seat, summary };
		return this.#seat;
	}
}

function saidIn(talk: Talk): number {
	return talk.threads.reduce((sum, { replies }) => sum + 1 + replies.length, 0) + talk.answers.length;
}

/** Once for each transaction that changed anything. */
function listenTo(doc: Y.Doc, changed: () => void): () => void {
	doc.on('update', changed);
	return () => doc.off('update', changed);
}
