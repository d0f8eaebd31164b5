/** What no input may bring about. */
export function fault(words: string): never {
	throw new Error(words);
}
