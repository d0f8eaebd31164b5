/** What joins one browser to the relays: while it is cut, each of its links is offline, and on its return each begins with an empty copy. */
import type { Frame } from '#lib/seal/frame.ts';
import { placeName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from '#lib/wire/link.ts';

export class Cable {
	readonly #links = new Set<CabledLink>();
	#plugged = true;

	get plugged(): boolean {
		return this.#plugged;
	}

	readonly through =
		(open: OpenLink): OpenLink =>
		(options) => {
			const link = new CabledLink(open, options, () => this.#links.delete(link));
			this.#links.add(link);
			if (this.#plugged) link.plug();
			return link;
		};

	setPlugged(plugged: boolean): void {
		if (plugged === this.#plugged) return;
		this.#plugged = plugged;
		for (const link of [...this.#links]) {
			if (plugged) link.plug();
			else link.unplug();
		}
	}
}

class CabledLink implements Link {
	readonly address = 'cable';
	readonly #open: OpenLink;
	readonly #options: LinkOptions;
	readonly #closed: () => void;
	readonly #logs = new Map<string, { readonly place: LogPlace; readonly offered: Frame[] }>();
	#link: Link | null = null;
	#blob: Uint8Array | null = null;

	constructor(open: OpenLink, options: LinkOptions, closed: () => void) {
		this.#open = open;
		this.#options = options;
		this.#closed = closed;
		for (const place of options.places) this.#logs.set(placeName(place), { place, offered: [] });
	}

	get state(): LinkState {
		return this.#link?.state ?? { kind: 'offline', since: 0 };
	}

	plug(): void {
		const logs = [...this.#logs.values()];
		this.#link = this.#open({ ...this.#options, places: logs.map(({ place }) => place) });
		for (const { place, offered } of logs) this.#link.offer(place, offered);
		this.#link.present(this.#blob);
	}

	unplug(): void {
		void this.#link?.close();
		this.#link = null;
	}

	follow(place: LogPlace): void {
		if (!this.#logs.has(placeName(place))) this.#logs.set(placeName(place), { place, offered: [] });
		this.#link?.follow(place);
	}

	leave(place: LogPlace): void {
		this.#logs.delete(placeName(place));
		this.#link?.leave(place);
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		this.#logs.get(placeName(place))?.offered.push(...frames);
		this.#link?.offer(place, frames);
	}

	present(blob: Uint8Array | null): void {
		this.#blob = blob;
		this.#link?.present(blob);
	}

	retry(): void {
		this.#link?.retry();
	}

	async exchange(): Promise<boolean> {
		return (await this.#link?.exchange()) ?? false;
	}

	async close(): Promise<void> {
		this.#closed();
		this.unplug();
	}
}
