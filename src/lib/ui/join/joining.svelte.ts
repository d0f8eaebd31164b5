import type { Device } from '#lib/session/device.ts';
import type { Look, NoInvitation } from '#lib/session/joining.ts';
import type { NotStored } from '#lib/session/not-stored.ts';

export type JoinStage =
	| { readonly kind: 'paste' }
	| { readonly kind: 'looking' }
	/** The link leads to a case in which this device sits already. */
	| { readonly kind: 'already'; readonly document: Look['document'] }
	| { readonly kind: 'no'; readonly why: NoInvitation['kind'] | 'failed' }
	| {
			readonly kind: 'look';
			readonly look: Look;
			readonly joining: boolean;
			/** Why the seat could not be stored just now; null before it has been tried. */
			readonly notKept: NotStored['reason'] | null;
	  }
	/** The seat is kept here; its acceptance has not reached a relay yet. */
	| { readonly kind: 'kept'; readonly document: Look['document'] }
	| { readonly kind: 'joined'; readonly look: Look };

/** One person's way from a link to a seat. */
export class Joining {
	stage: JoinStage = $state.raw({ kind: 'paste' });
	readonly #device: Device;
	#text = '';
	#round = 0;

	constructor(device: Device) {
		this.#device = device;
	}

	/** Asks what the link offers; the link is not used up by that. */
	async look(text: string): Promise<void> {
		this.#text = text;
		const round = ++this.#round;
		this.#leave({ kind: 'looking' });
		const found = await this.#device.lookAt(text).catch(() => ({ kind: 'failed' }) as const);
		if (round !== this.#round) {
			if (found.kind === 'invitation') void found.close();
			return;
		}
		if (found.kind !== 'invitation') {
			this.stage = { kind: 'no', why: found.kind };
		} else if (this.#device.seat(found.document)) {
			void found.close();
			this.stage = { kind: 'already', document: found.document };
		} else {
			this.stage = { kind: 'look', look: found, joining: false, notKept: null };
			void found.tellOpened((url, init) => fetch(url, init));
		}
	}

	again(): Promise<void> {
		return this.look(this.#text);
	}

	/** `other`: the device keeps the name that it is used under otherwise. */
	async join(name: string, other: boolean, code?: string): Promise<void> {
		const { stage } = this;
		if (stage.kind !== 'look' || stage.joining) return;
		const { look } = stage;
		this.stage = { ...stage, joining: true, notKept: null };
		const joined = this.#device.join(look, name, other, code);
		const accepted = await joined.catch(() => ({ kind: 'failed' }) as const);
		if (accepted.kind === 'accepted') {
			this.stage = { kind: 'joined', look };
			return;
		}
		if (accepted.kind === 'not-stored') {
			this.stage = { ...stage, notKept: accepted.reason };
			return;
		}
		void look.close();
		this.stage =
			accepted.kind === 'unreachable'
				? { kind: 'kept', document: look.document }
				: { kind: 'no', why: accepted.kind };
	}

	/** Back to the beginning, with nothing used up. */
	reset(): void {
		this.#round += 1;
		this.#leave({ kind: 'paste' });
	}

	#leave(to: JoinStage): void {
		if (this.stage.kind === 'look') void this.stage.look.close();
		this.stage = to;
	}
}
