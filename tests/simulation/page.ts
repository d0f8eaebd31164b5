import type { Clock } from '#lib/clock.ts';
import type { Locks } from '#lib/session/locks.ts';
import type { Link, LinkEvents, OpenLink } from '#lib/wire/link.ts';

/** One page: what it started ends with it. */
export class Page implements Clock {
	readonly #clock: Clock;
	readonly #links = new Set<Link>();
	readonly #releases = new Set<() => void>();
	#alive = true;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	now(): number {
		return this.#clock.now();
	}

	after(ms: number, run: () => void): () => void {
		return this.#clock.after(ms, () => this.#alive && run());
	}

	/** Nothing more is heard by a dead page. */
	linked(open: OpenLink): OpenLink {
		return (options) => {
			const events = Object.fromEntries(
				Object.entries(options.events).map(([name, heard]) => [
					name,
					(...about: unknown[]) => this.#alive && (heard as (...about: unknown[]) => void)(...about)
				])
			) as unknown as LinkEvents;
			const link = open({ ...options, events });
			this.#links.add(link);
			return link;
		};
	}

	/** A lock goes with the page that holds it. */
	locked({ tryHold }: Locks): Locks {
		return {
			tryHold: async (name) => {
				const release = await tryHold(name);
				if (!release) return null;
				const once = () => {
					if (this.#releases.delete(once)) release();
				};
				this.#releases.add(once);
				return once;
			}
		};
	}

	/** What a dead page still had in mind is never done. */
	mortal<T extends object>(storage: T): T {
		return new Proxy(storage, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name);
				if (typeof value !== 'function') return value;
				return (...about: unknown[]): unknown =>
					this.#alive ? Reflect.apply(value, target, about) : new Promise(() => undefined);
			}
		});
	}

	get ended(): boolean {
		return !this.#alive;
	}

	/** Ends without a word, as when a phone needs the memory. */
	kill(): void {
		this.#alive = false;
		for (const link of this.#links) void link.close();
		for (const release of [...this.#releases]) release();
	}
}
