/** Half a surrogate pair becomes U+FFFD: `String.prototype.toWellFormed`, which the oldest browsers that we serve lack. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
