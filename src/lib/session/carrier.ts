/**
 * Carries over into the current generation what stands in an earlier one and no pack stands for. Authors carry their own at once; if
 * they do not come, somebody else does, and not everybody at the same moment.
 */
import type { Clock } from '#lib/clock.ts';
import { memberId, toText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';

export interface CarrierContext {
	readonly clock: Clock;
	readonly random: Random;
	readonly me: MemberKeys;
	/** Each strand's in order. */
	readonly late: () => readonly Frame[];
	/** False if this member may not write, or storage would not take it. */
	readonly carry: (frames: readonly Frame[]) => Promise<boolean>;
}

const grace = 5_000;
const spread = 10_000;

export class Carrier {
	readonly #context: CarrierContext;
	readonly #carried = new Set<string>();
	#stop: (() => void) | null = null;
	#settled: (() => void) | null = null;
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;

	constructor(context: CarrierContext) {
		this.#context = context;
	}

	/** These have been carried by somebody. */
	carried(frames: readonly Frame[]): void {
		for (const { id } of frames) this.#carried.add(toText(id));
	}

	has({ id }: Frame): boolean {
		return this.#carried.has(toText(id));
	}

	/** `settled` is called once when everything late has been carried, or cannot be. */
	look(settled?: () => void): void {
		this.#settled = settled ?? this.#settled;
		const late = this.#late;
		const own = late.filter(({ author }) => memberId(author) === this.#context.me.id);
		if (own.length > 0) this.#carry(own);
		else if (late.length === 0) this.#settle();
		else this.#stop ??= this.#context.clock.after(this.#wait, () => this.#carryRest());
	}

	close(): void {
		this.#closed = true;
		this.#stop?.();
	}

	get #late(): Frame[] {
		return this.#context.late().filter(({ id }) => !this.#carried.has(toText(id)));
	}

	get #wait(): number {
		const [dice = 0] = this.#context.random(1);
		return grace + (spread * dice) / 256;
	}

	#carryRest(): void {
		this.#stop = null;
		this.#carry(this.#late);
	}

	#carry(frames: readonly Frame[]): void {
		this.#work = this.#work.then(async () => {
			const fresh = frames.filter(({ id }) => !this.#carried.has(toText(id)));
			if (this.#closed) return;
			if (fresh.length > 0 && !(await this.#context.carry(fresh))) return this.#settle();
			this.carried(fresh);
			this.look();
		});
	}

	#settle(): void {
		const settled = this.#settled;
		this.#settled = null;
		settled?.();
	}
}
