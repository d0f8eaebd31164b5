/**
 * Hands a case over to somebody else at its table: they manage it before I do less or leave, so that it is never without a manager. What I
 * want stands in my home until all of it is done: stopped half-way, it is gone on with from where it was, and what is done is not done again.
 */
import { dropHomeHandOver, putHomeHandOver, readHomeHandOver, type HomeHandOver } from '#lib/casedoc/home.ts';
import { changePlan, type PlanFields } from '#lib/casedoc/plan-facts.ts';
import { means, type PersonRef } from '#lib/domain/person.ts';
import type { Capability } from '#lib/roster/capability.ts';
import type { EntryId } from '#lib/seal/frame-bytes.ts';
import type { Case, Person } from './case.ts';
import type { Device } from './device.ts';
import { belongsHome } from './home-mirror.ts';
import type { Stated } from './membership.ts';

/** What becomes of me: I leave, or this is all that I may do. */
export type Afterwards = 'leave' | Exclude<Capability, 'manage'>;

export interface Wish {
	/** The seat of who is to manage it. */
	readonly to: EntryId;
	readonly then: Afterwards;
	/** They also take my places in the plan: who wrote it, and who watches over it. */
	readonly plan: boolean;
}

const afterwards: readonly Afterwards[] = ['leave', 'edit', 'comment', 'view'];

export class HandOver {
	readonly #device: Device;
	readonly #opened: Case;
	#isGoing = false;

	constructor(device: Device, opened: Case) {
		this.#device = device;
		this.#opened = opened;
	}

	/** To whom it can be handed: case managers first, then those who manage it. */
	get possible(): readonly Person[] {
		const rank = ({ relation, capability }: Person) =>
			(relation === 'case-manager' ? 0 : 2) + (capability === 'manage' ? 0 : 1);
		return this.#opened.people
			.filter(({ isMe, suspended, until }) => !isMe && !suspended && until === 0)
			.sort((a, b) => rank(a) - rank(b));
	}

	/** Whether the plan names me as the one who wrote it, or who watches over it. */
	get isInPlan(): boolean {
		return Object.keys(this.#mineInPlan(null)).length > 0;
	}

	/** What was begun and is not done, and can still be. */
	get begun(): Wish | null {
		if (this.#isGoing) return null;
		const { home } = this.#device;
		const noted = home && readHomeHandOver(home.doc, this.#opened.id);
		const then = afterwards.find((known) => known === noted?.then);
		const to = noted && this.possible.find(({ seat }) => seat === noted.to);
		return then && to && this.#opened.mayManage ? { to: to.seat, then, plan: noted.plan } : null;
	}

	/** Does all of it, or what is left of it. What the roster does not take is not begun. */
	async go(wish: Wish): Promise<Stated> {
		this.#isGoing = true;
		try {
			return await this.#doAll(wish);
		} finally {
			this.#isGoing = false;
		}
	}

	async #doAll(wish: Wish): Promise<Stated> {
		const to = this.possible.find(({ seat }) => seat === wish.to);
		if (!to) return { kind: 'refused', reason: 'no-seat' };
		await this.#note(wish);
		const given = to.capability === 'manage' ? stated : await this.#opened.allow(to.id, 'manage');
		if (given.kind === 'refused') this.giveUp();
		if (given.kind !== 'stated') return given;
		if (wish.plan) this.#handPlan(to);
		return this.#stepDown(wish.then);
	}

	/** What is done of it stays. */
	giveUp(): void {
		this.#device.home?.edit((doc) => dropHomeHandOver(doc, this.#opened.id));
	}

	/** Hears when anything of this may have changed. */
	onChange(changed: () => void): () => void {
		const stops = [this.#opened.onChange(changed), this.#device.onChange(changed)];
		return () => stops.forEach((stop) => stop());
	}

	async #stepDown(then: Afterwards): Promise<Stated> {
		const { me } = this.#opened;
		const done = await (then === 'leave' ? this.#opened.remove(me) : this.#opened.allow(me, then));
		if (done.kind !== 'not-stored') this.giveUp();
		return done;
	}

	async #note({ to, then, plan }: Wish): Promise<void> {
		const { home } = this.#device;
		if (!home || !belongsHome(this.#opened.seat)) return;
		const noted: HomeHandOver = { to, then, plan };
		home.edit((doc) => putHomeHandOver(doc, this.#opened.id, noted));
		await home.document.flush();
	}

	#handPlan({ id, isClient }: Person): void {
		const mine = this.#mineInPlan(isClient ? { kind: 'client' } : { kind: 'member', id });
		if (Object.keys(mine).length > 0 && this.#opened.mayEdit) {
			this.#opened.edit((plan) => changePlan(plan, mine));
		}
	}

	/** My places in the plan, with somebody else in them. */
	#mineInPlan(next: PersonRef | null): PlanFields {
		const { planner, watcher, contacts } = this.#opened.readPlan();
		const isClient = this.#opened.people.some((person) => person.isMe && person.isClient);
		const isMe = (ref: PersonRef | null) => means(ref, { member: this.#opened.me, isClient }, contacts);
		return {
			...(isMe(planner) ? { planner: next } : {}),
			...(isMe(watcher) ? { watcher: next } : {})
		};
	}
}

const stated: Stated = { kind: 'stated' };
