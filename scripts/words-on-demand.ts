import type { Plugin } from 'vite';

/** Paraglide's messages import every language at once. Here all but the first come when somebody speaks them. */
export function wordsOnDemand(baseLocale: string): Plugin {
	return {
		name: 'words-on-demand',
		enforce: 'pre',
		transform: {
			filter: { id: /\/paraglide\/messages\/_index\.js$/ },
			handler(code) {
				const imported = [...code.matchAll(/^import \* as __(\w+) from .*$/gm)];
				const others = imported.filter(([, language]) => language !== baseLocale);
				if (others.length === 0 || others.length === imported.length)
					this.error('The messages no longer look as expected.');
				const later = others.reduce(
					(rest, [line = '', language = '']) =>
						rest.replace(line, '').replaceAll(`__${language}.`, `otherWords.${language}.`),
					code
				);
				return `import { otherWords } from '#lib/ui/words/other-words.ts';\n${later}`;
			}
		}
	};
}
