/**
 * Carries over into the current generation what stands in an earlier one and no pack stands for. Authors carry their own at once; if
 * they do not come, somebody else does, and not everybody at the same moment.
 */
import type { Clock } from '#lib/clock.ts';
import { toText } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';

/** An entry, or a volume that holds some. */
export interface Late {
	/** 32 bytes. */
	readonly id: Uint8Array;
	readonly isOwn: boolean;
}

export interface CarrierContext<T extends Late> {
	readonly clock: Clock;
	readonly random: Random;
	/** Into which it is carried now. */
	readonly generation: () => number;
	/** Each strand's in order. */
	readonly late: () => readonly T[];
	/** False if this member may not write, or storage would not take it. */
	readonly carry: (late: readonly T[], generation: number) => Promise<boolean>;
}

const grace = 5_000;
const spread = 10_000;

export class Carrier<T extends Late> {
	readonly #context: CarrierContext<T>;
	/** The highest generation into which something has been carried, by id. */
	readonly #carried = new Map<string, number>();
	#stop: (() => void) | null = null;
	#settled: (() => void) | null = null;
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;

	constructor(context: CarrierContext<T>) {
		this.#context = context;
	}

	/** These have been carried into this generation by somebody. */
	carried(late: readonly { readonly id: Uint8Array }[], generation: number): void {
		for (const { id } of late) this.#carried.set(toText(id), Math.max(generation, this.#into(id)));
	}

	/** Whether somebody has carried it into this generation. */
	has({ id }: { readonly id: Uint8Array }): boolean {
		return this.#into(id) >= this.#context.generation();
	}

	/** `settled` is called once when everything late has been carried, be it by others. */
	look(settled?: () => void): void {
		this.#settled = settled ?? this.#settled;
		const late = this.#late;
		const own = late.filter(({ isOwn }) => isOwn);
		if (own.length > 0) this.#carry(own);
		else if (late.length === 0) this.#settle();
		else this.#stop ??= this.#context.clock.after(this.#wait, () => this.#carryRest());
	}

	close(): void {
		this.#closed = true;
		this.#stop?.();
	}

	get #late(): T[] {
		return this.#notYet(this.#context.late());
	}

	#notYet(late: readonly T[]): T[] {
		const generation = this.#context.generation();
		return late.filter(({ id }) => this.#into(id) < generation);
	}

	#into(id: Uint8Array): number {
		return this.#carried.get(toText(id)) ?? -1;
	}

	get #wait(): number {
		const [dice = 0] = this.#context.random(1);
		return grace + (spread * dice) / 256;
	}

	#carryRest(): void {
		this.#stop = null;
		this.#carry(this.#late);
	}

	#carry(late: readonly T[]): void {
		this.#work = this.#work.then(async () => {
			const [fresh, generation] = [this.#notYet(late), this.#context.generation()];
			if (this.#closed) return;
			if (fresh.length > 0 && !(await this.#context.carry(fresh, generation))) return;
			this.carried(fresh, generation);
			this.look();
		});
	}

	#settle(): void {
		const settled = this.#settled;
		this.#settled = null;
		settled?.();
	}
}
