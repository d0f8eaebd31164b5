/** What may open the lock of this device, before there is one. */
import * as vault from '#lib/vault/passphrase.ts';

export type { Wanted } from '#lib/vault/opening.ts';

/** How long a passphrase of one's own has to be. */
export const leastLetters = vault.leastLetters;

export function isLongEnough(passphrase: string): boolean {
	return vault.isLongEnough(passphrase);
}

/** Six words to open it with. */
export function newPassphrase(): Promise<string> {
	return vault.newPassphrase((length) => crypto.getRandomValues(new Uint8Array(length)));
}
