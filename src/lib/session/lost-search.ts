/** Looks for words that could not be kept whenever more of them may have come, and tells what it finds, perhaps once more. */
import type { Frame } from '#lib/seal/frame.ts';
import { wordsIn, wordsLate, wordsTyped, type FoundWords, type LostContext } from './lost-words.ts';
import type { Stranded } from './writing.ts';

export interface LostSearchContext extends LostContext {
	/** On the sides of forks. */
	readonly forked: () => readonly Frame[];
	/** By former keys of our own, and not counting. */
	readonly late: () => readonly Frame[];
	readonly stranded: () => readonly Stranded[];
	/** No relay need have it any more. */
	readonly settled: (client: number, count: number) => void;
	readonly found: (words: readonly FoundWords[]) => void;
}

export class LostSearch {
	readonly #context: LostSearchContext;
	#searched = 0;

	constructor(context: LostSearchContext) {
		this.#context = context;
	}

	look(): void {
		const { me, found, settled } = this.#context;
		const [forked, stranded] = [this.#context.forked(), this.#context.stranded()];
		const late = this.#context.late();
		const count = forked.length + stranded.length + late.length;
		if (count === this.#searched) return;
		this.#searched = count;
		found([
			...wordsIn(forked, this.#context),
			...wordsLate(late, this.#context),
			...wordsTyped(stranded, me)
		]);
		for (const { client, seq } of late) settled(client, seq + 1);
	}
}
