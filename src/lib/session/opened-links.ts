/**
 * Invitations that were opened and not accepted yet. Whoever looks at one leaves its inviter a letter by the invitation's own key: a relay
 * cannot make one, and can keep one back.
 */
import type { Clock } from '#lib/clock.ts';
import { isOpen, type Invitation } from '#lib/roster/view.ts';
import type { EntryId } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { Correspondents } from '#lib/seal/letter.ts';
import type { PointerFetch } from '#lib/wire/kit-pointer.ts';
import { leaveLetter, readLetters } from './letters.ts';
import type { SealedDocument } from './sealed-document.ts';

/** While somebody looks at them. */
const againAfter = 20_000;

/** Tells the inviter on every relay that can be reached. */
export async function tellOpened(
	fetch: PointerFetch,
	relays: readonly string[],
	between: Correspondents,
	random: Random
): Promise<void> {
	await Promise.all(relays.map((relay) => leaveLetter({ fetch, relay }, between, 'opened', random)));
}

export interface OpenedLinksContext {
	readonly document: SealedDocument;
	/** Origins of its relays. */
	readonly relays: readonly string[];
	readonly clock: Clock;
	readonly fetch: PointerFetch;
}

export class OpenedLinks {
	readonly #context: OpenedLinksContext;
	readonly #listeners = new Set<() => void>();
	#ids: ReadonlySet<EntryId> = new Set();
	#stop: (() => void) | null = null;

	constructor(context: OpenedLinksContext) {
		this.#context = context;
	}

	/** Of those that I made: nobody else can know. */
	get ids(): ReadonlySet<EntryId> {
		return this.#ids;
	}

	/** Asks the relays now and then for as long as anybody listens. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		if (this.#listeners.size === 1) void this.#look();
		return () => {
			this.#listeners.delete(listener);
			if (this.#listeners.size > 0) return;
			this.#stop?.();
			this.#stop = null;
		};
	}

	async #look(): Promise<void> {
		this.#stop?.();
		this.#stop = this.#context.clock.after(againAfter, () => void this.#look());
		for (const invitation of this.#mine) {
			if (this.#ids.has(invitation.id) || !(await this.#isOpened(invitation))) continue;
			this.#ids = new Set([...this.#ids, invitation.id]);
			for (const listener of this.#listeners) listener();
		}
	}

	get #mine(): Invitation[] {
		const { document, clock } = this.#context;
		const { current } = document.roster.roster;
		const seat = current.member(document.me.id)?.seat;
		return [...current.invitations.values()].filter(
			(one) => isOpen(one, clock.now()) && current.fold.offers.get(one.id)?.from === seat
		);
	}

	async #isOpened({ boxKey }: Invitation): Promise<boolean> {
		const { document, relays, fetch } = this.#context;
		const between = { document: document.id, me: document.me, them: boxKey };
		for (const relay of relays) {
			const letters = await readLetters({ fetch, relay }, between);
			if (letters?.some((text) => text !== null)) return true;
		}
		return false;
	}
}
