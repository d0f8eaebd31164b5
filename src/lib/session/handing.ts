/**
 * Gives people the keys that they lack (`roster/lacking.ts`). Whose own keys they are does so at once, whatever they may do by now; if
 * nobody does, a manager who has them does, and not all at the same moment.
 */
import type { Clock } from '#lib/clock.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { lackingIn, type Lacking } from '#lib/roster/lacking.ts';
import type { Roster } from '#lib/roster/roster.ts';
import { boxFor } from '#lib/roster/rotating.ts';
import { handOn, type StatementPlace } from '#lib/roster/statement.ts';
import type { Stored } from '#lib/ledger/ledger.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';
import type { Keyring } from './keyring.ts';

export interface HandingContext {
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly clock: Clock;
	readonly random: Random;
	readonly place: () => StatementPlace;
	readonly state: (frame: Frame) => Promise<Stored>;
}

const grace = 5_000;
const spread = 10_000;

export class Handing {
	readonly #context: HandingContext;
	#stop: (() => void) | null = null;
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;

	constructor(context: HandingContext) {
		this.#context = context;
	}

	/** The roster has changed. */
	look(): void {
		const { me, clock, random } = this.#context;
		const lacking = this.#lacking;
		if (lacking.length === 0) return;
		if (lacking.some(({ from }) => from.includes(me.id))) return this.#hand();
		const [dice = 0] = random(1);
		this.#stop ??= clock.after(grace + (spread * dice) / 256, () => {
			this.#stop = null;
			this.#hand();
		});
	}

	close(): void {
		this.#closed = true;
		this.#stop?.();
	}

	/** Of what others lack, whose keys are here. */
	get #lacking(): Lacking[] {
		const { roster, keyring, me, clock } = this.#context;
		const manages = roster.current.mayWrite(me.id, rosterChannel);
		return lackingIn(roster, clock.now()).filter(
			({ keys, from }) =>
				(manages || from.includes(me.id)) &&
				keys.some(({ channel, epoch, keyId }) => keyring.find(channel, epoch, keyId))
		);
	}

	#hand(): void {
		const work = this.#work.then(async () => {
			const lacking = this.#lacking;
			if (this.#closed || lacking.length === 0) return;
			const { me, roster, keyring, clock, random, place, state } = this.#context;
			const boxes = lacking.map((recipient) => boxFor(recipient, keyring.all, random));
			const details = { name: '', relation: 'provider' } as const;
			const frame = await handOn({ author: me, details, time: clock.now(), random }, place(), boxes);
			if (roster.refusalOf(frame) === null) await state(frame);
		});
		this.#work = work.catch(() => undefined);
	}
}
