import { getContext, setContext } from 'svelte';

/** The part of the session's clock that is needed here. */
export interface Timer {
	setTimeout(run: () => void, ms: number): unknown;
	clearTimeout(handle: unknown): void;
}

export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly undo?: (() => void) | undefined;
}

const SHOWN_MS = 10_000;
const MOST = 3;

/** Short messages that go by themselves after 10 seconds, but never while someone is pointing at or focusing them. */
export class Toasts {
	#shown = $state<Toast[]>([]);
	#timer: Timer;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- timers are not shown
	#running = new Map<number, unknown>();
	#held = false;
	#next = 1;

	constructor(timer: Timer = browserTimer) {
		this.#timer = timer;
	}

	get shown(): readonly Toast[] {
		return this.#shown;
	}

	show(text: string, undo?: () => void): void {
		const toast = { id: this.#next++, text, undo };
		for (const old of this.#shown.slice(0, Math.max(0, this.#shown.length - MOST + 1))) this.hide(old.id);
		this.#shown.push(toast);
		if (!this.#held) this.#start(toast.id);
	}

	undo(id: number): void {
		const toast = this.#shown.find((one) => one.id === id);
		this.hide(id);
		toast?.undo?.();
	}

	hide(id: number): void {
		this.#stop(id);
		this.#shown = this.#shown.filter((toast) => toast.id !== id);
		if (this.#shown.length === 0) this.#held = false;
	}

	hideAll(): void {
		for (const { id } of this.#shown) this.hide(id);
	}

	/** While held nothing goes; when let go, each has its full time again. */
	hold(): void {
		this.#held = true;
		for (const { id } of this.#shown) this.#stop(id);
	}

	release(): void {
		if (!this.#held) return;
		this.#held = false;
		for (const { id } of this.#shown) this.#start(id);
	}

	#start(id: number): void {
		this.#stop(id);
		this.#running.set(
			id,
			this.#timer.setTimeout(() => this.hide(id), SHOWN_MS)
		);
	}

	#stop(id: number): void {
		const handle = this.#running.get(id);
		if (handle !== undefined) this.#timer.clearTimeout(handle);
		this.#running.delete(id);
	}
}

const browserTimer: Timer = {
	setTimeout: (run, ms) => setTimeout(run, ms),
	clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>)
};

const place = Symbol('toasts');

export function provideToasts(toasts = new Toasts()): Toasts {
	return setContext(place, toasts);
}

/** The toasts of the layout above; call while a component is being made. */
export function useToasts(): Toasts {
	const toasts = getContext<Toasts | undefined>(place);
	if (toasts === undefined) throw new Error('no layout above has provided toasts');
	return toasts;
}
