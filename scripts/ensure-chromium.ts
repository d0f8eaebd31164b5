import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';
import { run, runTool } from './run.ts';

/** A Chromium that runs: one that is here, else one installed now. Says what it does. Undefined where neither works. */
export async function ensureChromium(): Promise<string | undefined> {
	const named = process.env['CHROMIUM'];
	const found = findChromium();
	if (found && runs(found)) {
		console.log(`Chromium: ${found}`);
		return found;
	}
	if (named) {
		console.error(`CHROMIUM is set to ${named}, which is not a Chromium that runs here.`);
		return undefined;
	}
	await install();
	const installed = findChromium();
	if (!installed || !runs(installed)) {
		console.error('No Chromium could be installed: install one and set CHROMIUM to its path.');
		return undefined;
	}
	console.log(`Chromium: ${installed}`);
	return installed;
}

async function installOfSystem(): Promise<number> {
	const apt = (...args: readonly string[]) =>
		run('apt-get', ['-qq', ...args], { DEBIAN_FRONTEND: 'noninteractive' });
	const get = (name: string) => apt('install', '-y', '--no-install-recommends', name);
	const updated = await apt('update');
	if (updated !== 0) return updated;
	// Not every Debian has it without windows.
	return (await get('chromium-headless-shell')) === 0 ? 0 : get('chromium');
}

function install(): Promise<number> {
	const root = process.getuid?.() === 0;
	if (root && existsSync('/etc/debian_version')) {
		console.log('No Chromium is here: installing the one of this system (apt-get install).');
		return installOfSystem();
	}
	console.log('No Chromium is here: installing the one of Playwright (playwright install chromium).');
	return runTool('playwright', ['install', 'chromium']);
}

/** Some systems put a script in Chromium's place that only says how to install it. */
function runs(path: string): boolean {
	try {
		return /\d+\.\d+/.test(
			execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000, stdio: 'pipe' })
		);
	} catch {
		return false;
	}
}
