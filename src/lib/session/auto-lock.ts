/** When a device locks by itself: after a time in which nobody did anything, in any of its pages. */
import type { Clock } from '#lib/clock.ts';

/** How long before it is told. */
const warnAhead = 20_000;
/** Other pages need not hear of every key. */
const tellEvery = 5000;

export interface AutoLockEvents {
	/** Somebody did something here: other pages are to hear of it. */
	active(at: number): void;
	/** It is about to lock, or no longer so. */
	warned(): void;
	lock(): void;
}

export class AutoLock {
	readonly #clock: Clock;
	readonly #events: AutoLockEvents;
	#after: number | null = null;
	#last: number;
	#told = 0;
	#warned = false;
	#stop: (() => void) | null = null;

	constructor(clock: Clock, events: AutoLockEvents) {
		this.#clock = clock;
		this.#events = events;
		this.#last = clock.now();
	}

	/** Milliseconds; null for never. */
	get after(): number | null {
		return this.#after;
	}

	/** When it locks, in ms since 1970, while that is told; else null. */
	get warning(): number | null {
		return this.#warned && this.#after !== null ? this.#last + this.#after : null;
	}

	set(after: number | null): void {
		this.#after = after;
		this.#took(this.#clock.now());
	}

	/** A key or a tap here. */
	active(): void {
		const now = this.#clock.now();
		// A device that slept past its time is locked by the first key, not kept open by it.
		if (this.look()) return;
		const tell = this.#warned || now - this.#told >= tellEvery;
		this.#took(now);
		if (!tell) return;
		this.#told = now;
		this.#events.active(now);
	}

	/** In another page. */
	heard(at: number): void {
		if (at > this.#last && at <= this.#clock.now()) this.#took(at);
	}

	/** Whether it is over: timers stand still in a page that sleeps. */
	look(): boolean {
		const { left } = this;
		if (left > 0) {
			if (left <= this.#ahead) this.#warn(true);
			this.#arm();
			return false;
		}
		this.close();
		this.#events.lock();
		return true;
	}

	/** Milliseconds until it locks. */
	get left(): number {
		return this.#after === null ? Infinity : this.#last + this.#after - this.#clock.now();
	}

	close(): void {
		this.#stop?.();
		this.#stop = null;
		this.#after = null;
	}

	/** A minute has room for the warning; less than that would be all warning. */
	get #ahead(): number {
		return Math.min(warnAhead, (this.#after ?? 0) / 2);
	}

	#took(at: number): void {
		this.#last = at;
		this.#warn(false);
		this.#arm();
	}

	#warn(on: boolean): void {
		if (this.#warned === on) return;
		this.#warned = on;
		this.#events.warned();
	}

	#arm(): void {
		this.#stop?.();
		this.#stop = null;
		if (this.#after === null) return;
		const until = this.#warned ? this.left : this.left - this.#ahead;
		this.#stop = this.#clock.after(Math.max(0, until), () => void this.look());
	}
}
