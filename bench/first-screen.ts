import { chromium } from 'playwright';
import { gzipSync } from 'node:zlib';
import { chromiumLaunch } from '../scripts/chromium.ts';
import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { figure, type Figures } from './figure.ts';

/** KB of JavaScript, gzipped, that a first visit loads before its first button can be pressed. "Plain" is the budget. */
const limit = 150;

export async function firstScreen(relay: RunningServer): Promise<Figures> {
	const browser = await chromium.launch(chromiumLaunch());
	try {
		const context = await browser.newContext({ serviceWorkers: 'block' });
		const page = await context.newPage();
		let bytes = 0;
		const reading: Promise<void>[] = [];
		let usable = false;
		page.on('response', (response) => {
			if (usable || !/javascript/.test(response.headers()['content-type'] ?? '')) return;
			reading.push(response.body().then((body) => void (bytes += gzipSync(body, { level: 9 }).length)));
		});
		await page.goto(relay.url);
		await page
			.getByRole('link', { name: /start a case/i })
			.first()
			.waitFor();
		usable = true;
		await Promise.all(reading);
		return { 'first JavaScript': figure(bytes / 1024, limit, 'KB gzip', 1) };
	} finally {
		await browser.close();
	}
}
