/** An open case, as screens meet it: who is at the table, what each may do, the plan, the talk, and where what I wrote is now. */
import type * as Y from 'yjs';
import { readCircle, readCircleName } from '#lib/casedoc/circle.ts';
import { pushTalk, type Pushed } from '#lib/casedoc/push-talk.ts';
import { readPlan } from '#lib/casedoc/read-plan.ts';
import { readSharing } from '#lib/casedoc/read-sharing.ts';
import { readTalk } from '#lib/casedoc/read-talk.ts';
import { readVisits, type Visit } from '#lib/casedoc/read-visits.ts';
import { editText, planText, readText, type TextRef } from '#lib/casedoc/text.ts';
import type { Delta } from '#lib/casedoc/text-splice.ts';
import { adderOf } from '#lib/casedoc/written-by.ts';
import { changesSince, lookAt, type Change } from '#lib/domain/change.ts';
import type { Circle } from '#lib/domain/circle.ts';
import type { Sharing } from '#lib/domain/opening.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { ListKind } from '#lib/domain/record.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import type { TalkDraft, VisitPart } from '#lib/domain/talk.ts';
import type { Talk } from '#lib/domain/thread.ts';
import {
	foremost,
	mayRead,
	mayWrite,
	planChannel,
	rosterChannel,
	talkChannel,
	throughout,
	type Capability
} from '#lib/roster/capability.ts';
import type { Relation } from '#lib/roster/details.ts';
import { newToldCode } from './told-code.ts';
import { hasEnded, isOpen, type Member } from '#lib/roster/view.ts';
import { toText, type DocumentId, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Channel } from './channel.ts';
import type { Checked, Checking } from './checking.ts';
import type { Codes } from './codes.ts';
import { inviteInto, type Invited } from './inviting.ts';
import {
	admitMember,
	allowMember,
	closeDocument,
	pauseMember,
	removeMember,
	withdrawInvitation,
	type Stated
} from './membership.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';
import type { Seat } from './seats.ts';
import type { SaveStatus } from './status.ts';
import { tableHistory, type TableEvent } from './table-history.ts';
import type { Unsaid } from './unsaid.ts';
import { authorOf, writtenBy, type Author, type WrittenBy } from './written-by.ts';

export interface Person {
	/** The first key of their seat: it names them for good. */
	readonly id: MemberId;
	/** Empty if their statement could not be opened. */
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	readonly isMe: boolean;
	/** Their seat is in doubt: two people used one link at the same time. */
	readonly suspended: boolean;
	/** They came by a careful invitation and wait to be let in. */
	readonly waits: Waits | null;
	/** They get nothing new and write nothing, until they are let back. */
	readonly paused: boolean;
	/** Only they themselves or a guardian can take them from the table, or keep them from reading. */
	readonly isClient: boolean;
	readonly here: boolean;
	/** What they are working on, as the screens named it. */
	readonly where: string | null;
	/** Milliseconds since 1970, as their device states. */
	readonly joinedAt: number;
	/** When they last took other keys, in milliseconds since 1970, as their device states; 0 for never. */
	readonly renewedAt: number;
	/** Their place for good. */
	readonly seat: EntryId;
	/** The invitation that seated them; null for who began it. */
	readonly invite: EntryId | null;
	/** When their time here ends, in milliseconds since 1970; 0 for never. */
	readonly until: number;
}

export interface Waits {
	/** The name of whoever invited them. */
	readonly for: string;
	/** Whom the invitation was made for: whoever waits may have given any name. */
	readonly meant: string;
	readonly checked: Checked;
}

export interface OpenInvitation {
	readonly id: EntryId;
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	readonly state: 'waiting' | 'expired';
	/** Whoever sits down by it waits until they are let in. */
	readonly careful: boolean;
	/** What they are to be told, where this device knows it. */
	readonly code: string | null;
}

export interface Offer {
	readonly name: string;
	readonly relation: Relation;
	readonly capability: Capability;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** When their time here ends; 0, as without it, for never. */
	readonly until?: number;
	/** Whoever sits down waits until they are let in, which is done at once for one who was told the code. */
	readonly careful?: boolean;
}

/** A shared text as a field on screen needs it. Indexes are UTF-16 units on the text as it is now. */
export interface TextPort {
	read(): string;
	splice(index: number, remove: number, insert: string): void;
	observe(changed: (delta: Delta, local: boolean) => void): () => void;
}

interface CaseOptions {
	readonly platform: Platform;
	readonly unsaid: Unsaid;
	readonly isKept: boolean;
	readonly codes: Codes;
	readonly checking: Checking;
	/** I have left the table for good. */
	readonly left: () => void;
}

export class Case {
	readonly document: SealedDocument;
	readonly unsaid: Unsaid;
	/** False where all of it goes with the page. */
	readonly isKept: boolean;
	readonly #platform: Platform;
	#seat: Seat;
	readonly #plan: Channel;
	readonly #talk: Channel;
	readonly #left: () => void;
	readonly #codes: Codes;
	readonly #checking: Checking;
	#arrivals = 0;

	constructor(
		document: SealedDocument,
		seat: Seat,
		{ platform, unsaid, isKept, codes, checking, left }: CaseOptions
	) {
		this.isKept = isKept;
		this.document = document;
		this.unsaid = unsaid;
		this.#platform = platform;
		this.#seat = seat;
		this.#left = left;
		this.#codes = codes;
		this.#checking = checking;
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

	/** As `Person.id`. */
	get me(): MemberId {
		return this.personOf(this.document.me.id);
	}

	/** Who a key is, or was: people are known by the first key of their seat, which outlasts those that come after it. */
	personOf(key: MemberId): MemberId {
		return this.#seatOf(key)?.keys[0].id ?? key;
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
		return this.document.roster.roster.current.member(this.document.me.id) === undefined;
	}

	/** I sit there by other keys than this device has: another device of mine has taken them. */
	get isRenewed(): boolean {
		const seat = this.#seatOf(this.document.me.id);
		return this.isRemoved && seat?.removedBy === null;
	}

	/** The name of whoever has to let me in; null where nobody has. */
	get waitsFor(): string | null {
		const me = this.document.roster.roster.current.member(this.document.me.id);
		return me && this.document.waits ? this.#inviterOf(me) : null;
	}

	/** A manager has paused my place here: what is here stays readable, and nothing new comes. */
	get isPaused(): boolean {
		return this.document.isPaused;
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
		return readTalk(this.#talk.doc, (client) => this.#authorOf(client));
	}

	/** Of a circle. */
	readCircle(): Circle {
		return readCircle(this.#plan.doc);
	}

	/** To whom a circle is open. */
	readSharing(): Sharing {
		return readSharing(
			this.#talk.doc,
			(client) => this.#authorOf(client),
			(person) => this.isPrincipal(person as MemberId),
			(invite) => this.#isHeld(invite as EntryId)
		);
	}

	/** It has been closed for good. */
	get isClosed(): boolean {
		return this.document.roster.roster.current.closed;
	}

	/** My time here is over. */
	get isOver(): boolean {
		const { status } = this.document;
		const seat = this.#seatOf(this.document.me.id);
		if (seat && hasEnded(seat, this.#platform.clock.now())) return true;
		return status.kind === 'refused' && status.reason === 'seat-over';
	}

	/** Who has opened which part of it, on which days, as their devices say. */
	readVisits(): Visit[] {
		return readVisits(this.#talk.doc, (client) => this.#authorOf(client));
	}

	/** Says that I have opened this part today, once. Whoever may only read leaves nothing. */
	visit(part: VisitPart, day: IsoDate): void {
		if (!this.mayComment) return;
		const mine = this.readVisits().filter(({ by }) => by === this.me);
		if (mine.some((visit) => visit.part === part && visit.days.includes(day))) return;
		const { newId: id, at } = this.making();
		this.say({ kind: 'visit', id, at, part, day });
	}

	/** Who has sat at the table since when, who let them in, and what they could do: the latest first. */
	get history(): TableEvent[] {
		return tableHistory(this.document.roster);
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
			splice: (index, remove, insert) => {
				// A key may be struck after the right to write has gone and before its field has.
				if (this.mayEdit) this.#plan.edit(() => editText(text, { index, remove, insert }));
			},
			observe(changed) {
				const listen = (event: Y.YTextEvent) => changed(event.delta as Delta, event.transaction.local);
				text.observe(listen);
				return () => text.unobserve(listen);
			}
		};
	}

	/** What stands in a text of the plan. */
	wordsIn(ref: TextRef): string {
		return readText(this.#plan.doc, ref);
	}

	/** Who wrote what of a text as it stands, in order. */
	writtenBy(ref: TextRef): WrittenBy[] {
		const { doc } = this.#plan;
		if (this.wordsIn(ref) === '') return [];
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
			const [renewal] = member.candidates;
			const isRenewed = renewal !== undefined && renewal.by !== member.seatedBy;
			return {
				id: this.personOf(member.id),
				name: said?.details.name ?? '',
				relation,
				capability: foremost(member.capabilities),
				isMe,
				suspended: member.suspended !== null,
				waits: this.#waiting(member),
				paused: !mayRead(member.capabilities, planChannel),
				isClient: member.principal === 'client',
				here: isMe || sessions.length > 0,
				where: sessions.find(({ where }) => where !== null)?.where ?? null,
				joinedAt: said?.time ?? 0,
				renewedAt: isRenewed ? (roster.said(renewal.by)?.time ?? 0) : 0,
				seat: member.seat,
				invite: member.invite,
				until: member.until
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
					state: isOpen(invitation, now) ? 'waiting' : 'expired',
					careful: invitation.careful,
					code: invitation.careful ? this.#codes.of(this.id, invitation.id) : null
				};
			});
	}

	#waiting(member: Member): Waits | null {
		const checked = this.#checking.of(member);
		if (!checked) return null;
		const invited = member.invite && this.document.roster.said(member.invite);
		return { for: this.#inviterOf(member), meant: (invited && invited.details.name) ?? '', checked };
	}

	#inviterOf({ invite }: Member): string {
		const { fold } = this.document.roster.roster.current;
		const from = invite && fold.offers.get(invite)?.from;
		return (from && this.document.roster.said(from)?.details.name) || '';
	}

	/** Writes an invite and gives its link, which is kept nowhere, and the code of a careful one. `base` is the address that links begin with. */
	async invite(offer: Offer, base: string): Promise<Invited> {
		const { name, relation, capability, expiry, until = 0, careful = false } = offer;
		const details = { name, relation };
		const capabilities = throughout(capability);
		const invited = await inviteInto(
			this.document,
			this.#platform,
			{ details, capabilities, expiry, until, careful },
			this.#seat.relays,
			base
		);
		if (!careful || invited.kind !== 'invited') return invited;
		const code = newToldCode(this.#platform.random);
		await this.#codes.keep(this.id, invited.id, code);
		return { ...invited, code };
	}

	/** Takes a person from the table; myself: leaves it. What they have read cannot be taken back. */
	async remove(id: MemberId): Promise<Stated> {
		const stated = await removeMember(this.document, this.#platform, this.#keyOf(id));
		if (this.personOf(id) === this.me && stated.kind === 'stated') this.#left();
		return stated;
	}

	/** What a person may do from now on. */
	allow(id: MemberId, capability: Capability): Promise<Stated> {
		return allowMember(this.document, this.#platform, this.#keyOf(id), capability);
	}

	/** Keeps a person from reading on and from writing, until they are allowed something again. Their place stays theirs. */
	pause(id: MemberId): Promise<Stated> {
		return pauseMember(this.document, this.#platform, this.#keyOf(id));
	}

	/** Lets a person in whose seat was in doubt. */
	admit(id: MemberId): Promise<Stated> {
		return admitMember(this.document, this.#platform, this.#keyOf(id));
	}

	/** Nobody writes here any more. */
	close(): Promise<Stated> {
		return closeDocument(this.document, this.#platform);
	}

	/** Takes an invitation back that nobody has accepted. */
	withdraw(id: EntryId): Promise<Stated> {
		return withdrawInvitation(this.document, this.#platform, id);
	}

	/** Whoever sits there, by the keys of now. */
	memberOf(person: MemberId): Member | undefined {
		const seat = this.#seatOf(person)?.id;
		const members = [...this.document.roster.roster.current.members.values()];
		return members.find((member) => member.seat === seat);
	}

	/** The client, or their guardian; also of somebody who has left. */
	isPrincipal(person: MemberId): boolean {
		return (this.#seatOf(person)?.principal ?? 'none') !== 'none';
	}

	/** Somebody sits by this invitation, or may still; one that has not come here yet counts as held. */
	#isHeld(invite: EntryId): boolean {
		const { invitations, members } = this.document.roster.roster.current;
		const invitation = invitations.get(invite);
		if (!invitation || isOpen(invitation, this.#platform.clock.now())) return true;
		return [...members.values()].some((member) => member.invite === invite);
	}

	#seatOf(key: MemberId) {
		return this.document.roster.roster.current.fold.seatOf(key);
	}

	/** By which a person sits now. */
	#keyOf(person: MemberId): MemberId {
		return this.memberOf(person)?.id ?? person;
	}

	#authorOf(client: number): MemberId | undefined {
		const key = this.#talk.authorOf(client);
		return key && this.personOf(key);
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

	/** When the time of somebody else who sits here ends, the next of them; 0 where nobody's does. */
	get #nextEnd(): number {
		const ends = this.people.flatMap(({ until, isMe }) => (until > 0 && !isMe ? [until] : []));
		return ends.length > 0 ? Math.min(...ends) : 0;
	}

	/** The seat with what the list of cases shows. */
	withSummary(seat: Seat): Seat {
		const plan = this.readPlan();
		const people = this.people.map(({ id, name }) => ({ id, name }));
		const news = seat.looked ? changesSince(seat.looked, plan).length : 0;
		const unheard = Math.max(0, saidIn(this.readTalk()) - seat.heard);
		const summary = {
			...seat.summary,
			name: plan.client.name || readCircleName(this.#plan.doc),
			stage: plan.stage,
			people,
			news: news + unheard,
			ends: this.#nextEnd
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
