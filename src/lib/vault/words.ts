/**
 * Recovery words: 128 random bits as twelve English words with a checksum (BIP-39), to be written down and read back by people.
 * The word list is loaded when it is first needed.
 */
import { Secret } from '#lib/seal/secret.ts';
import type { Random } from '#lib/seal/keys.ts';

export const wordCount = 12;

export type ReadWords =
	/** 16 bytes. */
	| { readonly kind: 'words'; readonly secret: Secret }
	/** `place` counts from 1; `word` as it was read. */
	| { readonly kind: 'unknown-word'; readonly place: number; readonly word: string }
	| { readonly kind: 'wrong-count'; readonly count: number }
	/** Twelve words of the list that were never made together: one is misread, or two have changed places. */
	| { readonly kind: 'wrong-words' };

export function newWordSecret(random: Random): Secret {
	return new Secret(random(16));
}

/** Twelve words for 16 bytes. */
export async function toWords(secret: Secret): Promise<readonly string[]> {
	if (secret.reveal().length !== 16) throw new Error('recovery words stand for 16 bytes');
	const { entropyToMnemonic, wordlist } = await load();
	return entropyToMnemonic(secret.reveal(), wordlist).split(' ');
}

/** Reads words as people write them: any case, numbered or not, over several lines, with commas or stops, full width or accented. */
export async function readWords(text: string): Promise<ReadWords> {
	const { mnemonicToEntropy, wordlist } = await load();
	const words = splitWords(text);
	const known = new Set(wordlist);
	const unknown = words.findIndex((word) => !known.has(word));
	if (unknown >= 0) return { kind: 'unknown-word', place: unknown + 1, word: words[unknown] ?? '' };
	if (words.length !== wordCount) return { kind: 'wrong-count', count: words.length };
	try {
		return { kind: 'words', secret: new Secret(mnemonicToEntropy(words.join(' '), wordlist)) };
	} catch {
		return { kind: 'wrong-words' };
	}
}

/** The 2048 words that are read and written here. */
export async function wordList(): Promise<readonly string[]> {
	return (await load()).wordlist;
}

function splitWords(text: string): string[] {
	return text
		.normalize('NFKD')
		.replace(/[\p{M}\p{Cf}]/gu, '')
		.toLowerCase()
		.split(/[^\p{L}]+/u)
		.filter((word) => word !== '');
}

async function load() {
	const [bip39, english] = await Promise.all([
		import('@scure/bip39'),
		import('@scure/bip39/wordlists/english.js')
	]);
	return { ...bip39, wordlist: english.wordlist };
}
