import { utf8 } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { PassphraseWay } from './lock.ts';
import { wordList } from './words.ts';

/** Argon2id of a passphrase: slow on purpose, so that guessing is. Rejects where it cannot be done, or when `signal` aborts. */
export type Stretch = (
	passphrase: Uint8Array,
	cost: Pick<PassphraseWay, 'salt' | 'memoryKiB' | 'passes'>,
	signal: AbortSignal
) => Promise<Uint8Array>;

export const leastLetters = 8;
const wordsOffered = 6;

/** 64 MiB three times over: RFC 9106's second recommended choice, in one lane, since a page has no more. */
export function newPassphraseWay(random: Random): PassphraseWay {
	return { kind: 'passphrase', salt: random(16), memoryKiB: 65_536, passes: 3 };
}

/** 32 bytes. The same whichever keyboard wrote it, with spaces around it or not: they come along when it is pasted. */
export async function passphraseSecret(
	passphrase: string,
	way: PassphraseWay,
	stretch: Stretch,
	signal: AbortSignal
): Promise<Secret> {
	return new Secret(await stretch(utf8(plainPassphrase(passphrase)), way, signal));
}

/** By what people count, not by code units. */
export function isLongEnough(passphrase: string): boolean {
	return [...plainPassphrase(passphrase)].length >= leastLetters;
}

/** Six words of 2048: 66 bits. */
export async function newPassphrase(random: Random): Promise<string> {
	const words = await wordList();
	const picked = Array.from({ length: wordsOffered }, () => {
		const [high = 0, low = 0] = random(2);
		return words[(high * 256 + low) % words.length] ?? '';
	});
	return picked.join(' ');
}

function plainPassphrase(passphrase: string): string {
	return passphrase.normalize('NFKC').trim();
}
