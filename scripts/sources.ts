import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that the built app and server are made of. */
const SOURCES = [
	'messages',
	'package-lock.json',
	'package.json',
	'project.inlang/settings.json',
	'scripts/build.ts',
	'scripts/message-compiler.ts',
	'server',
	'src',
	'static',
	'svelte.config.js',
	'vite.config.ts',
	'vite.server.config.ts'
];
const NOT_BUILT = /\.(test|contract)\.ts$|^src\/lib\/paraglide$/;

/** A hash over names and contents, hex: equal sources give equal hashes, whatever a checkout did to their times. */
export function hashSources(root = '.'): string {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap((path) => filesUnder(root, path))) {
		const content = readFileSync(join(root, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

function filesUnder(root: string, path: string): string[] {
	const here = join(root, path);
	if (!existsSync(here) || NOT_BUILT.test(path)) return [];
	if (!statSync(here).isDirectory()) return [path];
	return readdirSync(here)
		.sort()
		.flatMap((name) => filesUnder(root, `${path}/${name}`));
}
