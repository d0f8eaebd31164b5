/** The words that updates of one client add, read from the updates themselves: for words that have no place in a document any more. */
import * as Y from 'yjs';
import { parseTalkItem, wordsOf } from '#lib/domain/talk.ts';

/** More than this is cut: an attacker may have written it. In UTF-16 code units. */
export const mostAdded = 50_000;

interface Letter {
	readonly unit: string;
	deleted: boolean;
	next: Letter | null;
}

/** Each piece in the order in which its letters stand, a line for each; pieces in the order in which they were begun. */
export function addedWords(updates: readonly Uint8Array[]): string {
	const added = new Added();
	for (const update of updates) {
		const { structs, ds } = Y.decodeUpdate(update);
		for (const struct of structs) if (struct instanceof Y.Item) added.take(struct);
		for (const [client, ranges] of ds.clients) for (const range of ranges) added.delete(client, range);
	}
	return added.text;
}

class Added {
	readonly #letters = new Map<string, Letter>();
	/** The first letter of each piece. */
	readonly #pieces: Letter[] = [];

	take({ id, content, origin, rightOrigin }: Y.Item): void {
		if (content instanceof Y.ContentAny) for (const said of content.arr) this.#hear(said);
		if (!(content instanceof Y.ContentString) || this.#letters.size >= mostAdded) return;
		const letters = this.#keep(id, content.str);
		const [first] = letters;
		const last = letters.at(-1);
		if (!first || !last) return;
		const before = this.#at(origin);
		const after = before ? undefined : this.#at(rightOrigin);
		const piece = after ? this.#pieces.indexOf(after) : -1;
		last.next = before ? before.next : (after ?? null);
		if (before) before.next = first;
		else if (piece >= 0) this.#pieces[piece] = first;
		else {
			last.next = null;
			this.#pieces.push(first);
		}
	}

	delete(client: number, { clock, len }: { readonly clock: number; readonly len: number }): void {
		for (let at = clock; at < clock + len; at++) {
			const letter = this.#at({ client, clock: at });
			// Of what others wrote nothing is known here.
			if (!letter) return;
			letter.deleted = true;
		}
	}

	get text(): string {
		const lines = this.#pieces.map((first) => written(first).trim()).filter((line) => line !== '');
		return lines.join('\n').slice(0, mostAdded);
	}

	#at(id: Pick<Y.ID, 'client' | 'clock'> | null): Letter | undefined {
		return id ? this.#letters.get(`${id.client} ${id.clock}`) : undefined;
	}

	#keep({ client, clock }: Y.ID, text: string): Letter[] {
		const letters = text.split('').map((unit): Letter => ({ unit, deleted: false, next: null }));
		letters.forEach((letter, i) => {
			letter.next = letters[i + 1] ?? null;
			this.#letters.set(`${client} ${clock + i}`, letter);
		});
		return letters;
	}

	#hear(said: unknown): void {
		const item = parseTalkItem(said);
		for (const unit of item ? wordsOf(item) : []) this.#pieces.push({ unit, deleted: false, next: null });
	}
}

function written(first: Letter): string {
	const units: string[] = [];
	for (let letter: Letter | null = first; letter; letter = letter.next) {
		if (!letter.deleted) units.push(letter.unit);
	}
	return units.join('');
}
