/** Letters between members of a case, by way of its relays: left once, read in the order in which they were left. */
import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';
import { letterKey, letterName, openLetter, sealLetter, type Correspondents } from '#lib/seal/letter.ts';
import { leavePointer, readPointer, type PointerFetch } from '#lib/wire/kit-pointer.ts';

/** Of two people in one case; nobody has use for more. */
const most = 64;

export interface LetterPlace {
	readonly fetch: PointerFetch;
	/** A relay's origin. */
	readonly relay: string;
}

export type LeftLetter = 'left' | 'busy' | 'unreachable' | 'full';

/** Leaves a letter behind those that I left before, unless one of them says the same. */
export async function leaveLetter(
	{ fetch, relay }: LetterPlace,
	between: Correspondents,
	text: string,
	random: Random
): Promise<LeftLetter> {
	const key = letterKey(between, 'sent');
	if (!key) return 'unreachable';
	for (let n = 0; n < most; n++) {
		const found = await readPointer(fetch, relay, letterName(key, n));
		if (found.kind !== 'pointer')
			return found.kind === 'none'
				? leavePointer(fetch, relay, letterName(key, n), sealLetter(utf8(text), key, random))
				: 'unreachable';
		const opened = openLetter(found.bytes, key);
		if (opened && fromUtf8(opened) === text) return 'left';
	}
	return 'full';
}

/** What they have left for me, the earliest first, from the `from`th on. Null where the relay does not answer. */
export async function readLetters(
	{ fetch, relay }: LetterPlace,
	between: Correspondents,
	from = 0
): Promise<readonly (string | null)[] | null> {
	const key = letterKey(between, 'received');
	const letters: (string | null)[] = [];
	for (let n = from; key && n < most; n++) {
		const found = await readPointer(fetch, relay, letterName(key, n));
		if (found.kind !== 'pointer') return found.kind === 'none' ? letters : null;
		const opened = openLetter(found.bytes, key);
		letters.push(opened && fromUtf8(opened));
	}
	return letters;
}
