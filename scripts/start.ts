import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);

if (!existsSync(join(root, 'node_modules/vite'))) {
	console.error('Roundtable is not installed yet: run `npm ci` first.');
	process.exit(1);
}
const { ensureBuilt } = await import('./built.ts');
if (!(await ensureBuilt())) {
	console.error('Roundtable could not be built, so it was not started. The lines above say why.');
	process.exit(1);
}
process.env['APP_DIR'] ??= join(root, 'build/app');
closeWithNpm();
await import(pathToFileURL(join(root, 'build/server/main.js')).href);

/** npm hands SIGTERM to the shell between us, and some shells end without handing it on. */
function closeWithNpm(): void {
	if (!process.env['npm_lifecycle_event']) return;
	const shell = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === shell) return;
		clearInterval(watch);
		process.kill(process.pid, 'SIGTERM');
	}, 250);
	watch.unref();
}
