import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { chromiumLaunch } from '../scripts/chromium.ts';

const countingMemory = ['--enable-precise-memory-info', '--js-flags=--expose-gc'];

/** Runs a script of `bench/page` in a page of its own, which has what it puts on `globalThis`. */
export async function inPage<T>(entry: string, measure: (page: Page) => Promise<T>): Promise<T> {
	const script = await bundle(entry);
	const server = createServer((request, response) => {
		const isScript = request.url === '/bench.js';
		response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
		response.end(isScript ? script : '<!doctype html><script type="module" src="/bench.js"></script>');
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const launch = chromiumLaunch();
	const browser = await chromium.launch({ ...launch, args: [...launch.args, ...countingMemory] });
	try {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		await page.waitForFunction('typeof bench === "object"');
		return await measure(page);
	} finally {
		await browser.close();
		server.close();
	}
}

async function bundle(entry: string): Promise<string> {
	const output = await build({
		configFile: false,
		logLevel: 'silent',
		build: { write: false, lib: { entry, formats: ['es'], fileName: 'bench' }, target: 'es2022' }
	});
	const [first] = [output].flat() as Rolldown.RolldownOutput[];
	const chunk = first?.output[0];
	if (!chunk) throw new Error('nothing was built');
	return chunk.code;
}
