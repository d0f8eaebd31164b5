import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const documents = ['README.md', ...globSync('docs/*.md', { cwd: root })];

/** Files and folders named in code spans and links: from the root, from `src/lib`, or a file by its name alone. */
function named(document: string): string[] {
	const text = readFileSync(join(root, document), 'utf8').replace(/```[^]*?```/g, '');
	const spans = [...text.matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span);
	const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) =>
		join(document, '..', link)
	);
	return [
		...spans.filter((span) =>
			/\.(ts|svelte|mjs|json|css)$|^(src|server|tests|docs|scripts|bench)\//.test(span)
		),
		...links
	];
}

test.each(documents)('every file that %s names is there', (document) => {
	const missing = named(document).filter((path) => {
		const places = [
			path,
			`src/lib/${path}`,
			...(path.includes('/') ? [] : [`{src,server,tests}/**/${path}`])
		];
		return places.every((place) => globSync(place, { cwd: root }).length === 0);
	});
	expect(missing).toEqual([]);
});
