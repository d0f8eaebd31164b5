import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

/** Without windows first: the same browser at less work. */
const SYSTEM_NAMES = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome'
];

/** The path of a Chromium: `CHROMIUM`, the system's, Playwright's own; undefined where there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
	const named = env['CHROMIUM'];
	if (named) return existsSync(named) ? named : undefined;
	for (const folder of (env['PATH'] ?? '').split(delimiter)) {
		for (const name of SYSTEM_NAMES) {
			const path = join(folder, name);
			if (folder && existsSync(path)) return path;
		}
	}
	const own = chromium.executablePath();
	return existsSync(own) ? own : undefined;
}

/** Launch options for Playwright: quiet on the network, and without the sandbox only where root cannot have it. */
export function chromiumLaunch(env: NodeJS.ProcessEnv = process.env): {
	executablePath?: string;
	args: string[];
} {
	const path = findChromium(env);
	const args = [
		'--disable-gpu',
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync'
	];
	if (process.getuid?.() === 0) args.push('--no-sandbox');
	return { ...(path ? { executablePath: path } : {}), args };
}
