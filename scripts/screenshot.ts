/** Makes docs/screenshot.png, the made-up case as it opens, for the README: `npm run screenshot`. */
import { resolve } from 'node:path';
import { chromium } from 'playwright';
import { startServer } from '../tests/e2e/harness/server.ts';
import { ensureBuilt } from './built.ts';
import { chromiumLaunch } from './chromium.ts';
import { ensureChromium } from './ensure-chromium.ts';

const file = resolve('docs/screenshot.png');

if ((await ensureChromium()) && (await ensureBuilt())) await shoot();
else process.exitCode = 1;

async function shoot(): Promise<void> {
	const server = await startServer();
	const browser = await chromium.launch(chromiumLaunch());
	try {
		const page = await browser.newPage({
			viewport: { width: 1280, height: 960 },
			colorScheme: 'light',
			reducedMotion: 'reduce',
			locale: 'en-GB'
		});
		await page.goto(server.url);
		await page.getByRole('button', { name: 'Look around a made-up case' }).click();
		await page.getByRole('heading', { name: 'The plan', level: 1 }).waitFor();
		await page.evaluate(() => document.fonts.ready.then(() => undefined));
		await page.screenshot({ path: file });
		console.log(`Made ${file}`);
	} finally {
		await browser.close();
		await server.dispose();
	}
}
