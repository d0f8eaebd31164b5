import { readFileSync } from 'node:fs';
import { runScript } from './run.ts';
import { hashSources } from './sources.ts';

/** Holds the hash of the sources that were built; written last, so a build that broke off counts as none. */
export const STAMP = 'build/sources.sha256';

/** Builds if the build is missing or made of other sources than these; resolves to whether a build is there now. */
export async function ensureBuilt(): Promise<boolean> {
	const built = builtHash();
	if (built === hashSources()) return true;
	console.log(
		built ? 'The sources have changed: building again.' : 'Building Roundtable for the first time.'
	);
	return (await runScript('scripts/build.mjs')) === 0;
}

function builtHash(): string | undefined {
	try {
		return readFileSync(STAMP, 'utf8').trim();
	} catch {
		return undefined;
	}
}
