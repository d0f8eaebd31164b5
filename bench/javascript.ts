import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { figure, type Figures } from './figure.ts';

/** The same page without any of our own code: Svelte's and Kit's runtime, measured once as 24 KB. */
const limit = 150;

/** What a first visit must load before its screen can be used: the shell's scripts and all that they import without being asked. */
export function javascript(app: string): Figures {
	const shell = readFileSync(join(app, '200.html'), 'utf8');
	const waiting = [...shell.matchAll(/["'(/]((?:_app\/immutable\/)[\w./-]+\.js)/g)].map(([, path]) => path ?? '');
	const seen = new Set<string>();
	let bytes = 0;
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		const code = readFileSync(join(app, path));
		bytes += gzipSync(code, { level: 9 }).length;
		for (const [, imported] of code.toString().matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
			waiting.push(join(path, '..', imported ?? ''));
		}
	}
	return { 'first JavaScript': figure(bytes / 1024, limit, 'KB gzip', 1) };
}
