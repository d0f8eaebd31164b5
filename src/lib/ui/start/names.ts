/** Longest name that is kept whole everywhere, in UTF-16 units. */
export const longestName = 200;

/** A name as it is given on; null when nothing is left of it that could be seen. */
export function givenName(typed: string): string | null {
	const name = typed.replace(/\s+/gu, ' ').trim();
	return /[^\p{C}\p{Z}\p{M}]/u.test(name) ? name : null;
}
