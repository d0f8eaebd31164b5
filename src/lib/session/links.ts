/** The links of an open document: to each relay that keeps it, and to this browser's other tabs. */
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { placeName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Acknowledged, Link, LinkReader, LinkState } from '#lib/wire/link.ts';
import type { Platform } from './platform.ts';

export interface LinksContext {
	readonly document: DocumentId;
	/** Origins of the relays. */
	readonly relays: readonly string[];
	readonly platform: Platform;
	readonly reader: LinkReader;
	readonly arrived: (place: LogPlace, frames: readonly Frame[]) => void;
	readonly acknowledged: (place: LogPlace, stored: Acknowledged) => void;
	/** A relay says that this generation of the channel has begun. */
	readonly newest: (channel: ChannelName, generation: number) => void;
	readonly presence: (address: string, peer: number, blob: Uint8Array | null) => void;
	/** A relay can be asked that could not be. */
	readonly opened: () => void;
	readonly changed: () => void;
}

export class Links {
	readonly #context: LinksContext;
	readonly #links: Link[] = [];
	readonly #followed = new Map<string, { readonly place: LogPlace; readonly held: () => readonly Frame[] }>();
	#junk = 0;
	#declined: Declined | null = null;

	constructor(context: LinksContext) {
		this.#context = context;
	}

	/** One log more, with what is held of it; the roster's is the first. */
	follow(place: LogPlace, held: () => readonly Frame[]): void {
		this.#followed.set(placeName(place), { place, held });
		for (const link of this.#links) {
			link.follow(place);
			link.offer(place, held());
		}
	}

	/** Joins them with the logs that are followed. */
	join(): void {
		const { relays, platform, document, reader } = this.#context;
		const followed = [...this.#followed.values()];
		const addresses = platform.tabs ? ['tabs', ...relays] : relays;
		for (const address of addresses) {
			const openLink = address === 'tabs' && platform.tabs ? platform.tabs : platform.linkTo(address);
			const link = openLink({
				document,
				places: followed.map(({ place }) => place),
				reader,
				events: this.#eventsOf(address)
			});
			this.#links.push(link);
			for (const { place, held } of followed) link.offer(place, held());
		}
	}

	/** Of the relays, not of the other tabs. */
	get states(): LinkState[] {
		return this.#relays.map(({ state }) => state);
	}

	/** Bytes that were brought and are no entries. */
	get junk(): number {
		return this.#junk;
	}

	/** What a relay will not take: the latest, and its reason. */
	get declined(): Declined | null {
		return this.#declined;
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		for (const link of this.#links) link.offer(place, frames);
	}

	present(blob: Uint8Array | null): void {
		for (const link of this.#links) link.present(blob);
	}

	retry(): void {
		for (const link of this.#links) link.retry();
	}

	/** Asks every relay anew for all that it holds. False if one could not be asked, or there is none. */
	async exchange(): Promise<boolean> {
		const answered = await Promise.all(this.#relays.map((link) => link.exchange()));
		return answered.length > 0 && answered.every(Boolean);
	}

	async close(): Promise<void> {
		await Promise.all(this.#links.map((link) => link.close()));
	}

	get #relays(): Link[] {
		return this.#links.filter(({ address }) => address !== 'tabs');
	}

	#eventsOf(address: string) {
		const { arrived, acknowledged, newest, presence, opened, changed } = this.#context;
		return {
			state: (state: LinkState) => {
				if (state.kind === 'open') opened();
				changed();
			},
			arrived,
			junk: (_place: LogPlace, count: number) => {
				this.#junk += count;
			},
			declined: ({ channel }: LogPlace, _client: number, reason: string) => {
				// What stood there stands in a later generation, or is carried over to it.
				if (reason === 'over') return;
				this.#declined = { channel, reason };
				changed();
			},
			newest,
			acknowledged,
			presence: (peer: number, blob: Uint8Array | null) => presence(address, peer, blob)
		};
	}
}

export interface Declined {
	readonly channel: ChannelName;
	readonly reason: string;
}
