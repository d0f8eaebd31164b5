import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright';
import { build, type Rolldown } from 'vite';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { figure, median, type Figures } from './figure.ts';
import type { OpeningResult } from './page/opening.ts';

/** Opening unpacked entries in Chromium. Budget 5.5 × plain; packs are to bring it far below. */
export async function opening(entries: number, rounds: number): Promise<Figures> {
	const script = await bundle('bench/page/opening.ts');
	const server = createServer((request, response) => {
		const isScript = request.url === '/opening.js';
		response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
		response.end(isScript ? script : '<!doctype html><script type="module" src="/opening.js"></script>');
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const browser = await chromium.launch(chromiumLaunch());
	try {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		await page.waitForFunction('typeof measureOpening === "function"');
		const { ours, plain } = await page.evaluate<OpeningResult>(`measureOpening(${entries}, ${rounds})`);
		return { [`open ${entries} entries`]: figure(median(ours), median(plain), 'ms', 5.5) };
	} finally {
		await browser.close();
		server.close();
	}
}

async function bundle(entry: string): Promise<string> {
	const output = await build({
		configFile: false,
		logLevel: 'silent',
		build: { write: false, lib: { entry, formats: ['es'], fileName: 'opening' }, target: 'es2022' }
	});
	const [first] = [output].flat() as Rolldown.RolldownOutput[];
	const chunk = first?.output[0];
	if (!chunk) throw new Error('nothing was built');
	return chunk.code;
}
