/** The words that two devices show each other's people: of the list that recovery words come from, loaded when it is first needed. */
export async function linkWords(numbers: readonly number[]): Promise<readonly string[]> {
	const { wordlist } = await import('@scure/bip39/wordlists/english.js');
	return numbers.map((number) => wordlist[number] ?? '');
}
