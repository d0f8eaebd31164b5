/** What each text of the made-up case is in another language. */
export type DemoWords = ReadonlyMap<string, string>;

/** The same thing with every text in it that has other words said in those. */
export function retold<T>(thing: T, words: DemoWords): T;
export function retold(thing: unknown, words: DemoWords): unknown {
	if (typeof thing === 'string') return words.get(thing) ?? thing;
	if (Array.isArray(thing)) return thing.map((each) => retold<unknown>(each, words));
	if (typeof thing !== 'object' || thing === null) return thing;
	return Object.fromEntries(
		Object.entries(thing).map(([key, value]) => [key, retold<unknown>(value, words)])
	);
}
