/** A device takes its seat among a person's devices by their recovery kit, and with it gets all that they have. */
import { readHomeKits } from '#lib/casedoc/home.ts';
import type { EntryId } from '#lib/seal/frame-bytes.ts';
import type { StorageFault } from '#lib/vault/vault.ts';
import { homeRecord } from './home-keeping.ts';
import type { Look } from './joining.ts';
import { openKit, type KitFault } from './kit-opening.ts';
import { LinkingProgress, type LinkingPlace } from './linking.ts';
import type { Seat } from './seats.ts';
import { within } from './within.ts';

export type RecoveryState =
	| { readonly kind: 'asking' }
	| { readonly kind: 'looking' }
	/** `whose`: the name of the person whose kit it is, as far as one was known when it was made; `devices`: how many they have. */
	| { readonly kind: 'found'; readonly whose: string; readonly devices: number }
	| { readonly kind: 'entering' }
	/** `isComplete`: what the home holds has come; else it comes as soon as a relay can be reached. */
	| { readonly kind: 'recovered'; readonly cases: number; readonly isComplete: boolean }
	| { readonly kind: 'over'; readonly fault: RecoveryFault };

export type RecoveryFault =
	| KitFault
	/** This device is one of that person's already. */
	| { readonly kind: 'already' }
	| { readonly kind: 'not-stored'; readonly reason: StorageFault | null };

/** How long what the home holds may take to come. */
const comeWithin = 20_000;

export class KitRecovery extends LinkingProgress<RecoveryState> {
	readonly #at: LinkingPlace;
	#look: Look | null = null;
	#invite: EntryId | null = null;
	#seat: Seat | null = null;
	#closed = false;

	constructor(at: LinkingPlace) {
		super({ kind: 'asking' });
		this.#at = at;
	}

	/** `text`: what was scanned or typed. Ends when the state is 'found' or 'over'. */
	open(text: string): Promise<void> {
		return this.#open(text).catch(() => this.#end({ kind: 'not-stored', reason: null }));
	}

	/** The person wants it. `name`: what their other devices call this one. Ends when the state is 'recovered' or 'over'. */
	enter(name: string): Promise<void> {
		return this.#enter(name).catch(() => this.#end({ kind: 'not-stored', reason: null }));
	}

	/** The person has gone elsewhere; before they have said that they want it, the kit stays as good as it was. */
	close(): void {
		this.#closed = true;
		if (this.state.kind === 'found') void this.#look?.close();
	}

	async #open(text: string): Promise<void> {
		const { device } = this.#at;
		this.become({ kind: 'looking' });
		const opened = await openKit(this.#at, text, (seat) => {
			this.#seat = seat;
			return device.keeping.writeDown(seat);
		});
		if (opened.kind !== 'opened') return this.#end(opened);
		const { link, look } = opened;
		const isOurs = link.document === device.keeping.document;
		if (isOurs || this.#closed) await look.close();
		if (isOurs) return this.#end({ kind: 'already' });
		if (this.#closed) return;
		this.#look = look;
		this.#invite = link.invite;
		this.become({ kind: 'found', whose: look.name, devices: look.people.length });
	}

	async #enter(name: string): Promise<void> {
		const look = this.#look;
		const { keeping, vault } = this.#at.device;
		if (this.state.kind !== 'found' || !look) return;
		this.become({ kind: 'entering' });
		const before = await vault.read(homeRecord);
		if (before.kind === 'not-read') return this.#end({ kind: 'not-stored', reason: null });
		const accepted = await look.accept(name);
		const seat = this.#seat;
		if (accepted.kind === 'used') {
			await keeping.putBack(before);
			return this.#end({ kind: 'over' });
		}
		await look.close();
		if (accepted.kind === 'not-stored') return this.#end(accepted);
		// Where no relay has answered the acceptance may be there all the same, or it gets there from here.
		const entered = seat && (await keeping.moveTo(seat));
		if (entered?.kind !== 'entered') return this.#end({ kind: 'not-stored', reason: null });
		await this.#come();
	}

	/** The home that was entered says of this kit that it was made: when that has come, all that was there before has. */
	async #come(): Promise<void> {
		const { device } = this.#at;
		const { clock } = device.platform;
		const has = () => {
			const { home } = device;
			return home !== null && this.#invite !== null && readHomeKits(home.doc).has(this.#invite);
		};
		const isComplete = await within(comeWithin, has, (changed) => device.onChange(changed), clock);
		await device.keeping.settled();
		const cases = device.cases.filter(({ madeUp }) => !madeUp).length;
		this.become({ kind: 'recovered', cases, isComplete });
	}

	#end(fault: RecoveryFault): void {
		if (this.#look && fault.kind !== 'already') void this.#look.close();
		this.#look = null;
		this.become({ kind: 'over', fault });
	}
}
