/** A browser whose camera sees a QR code: the one that stands on another page. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../../scripts/chromium.ts';

const width = 640;
const height = 480;

export interface CameraBrowser {
	readonly browser: Browser;
	/** From now on the camera sees the QR code of this page. It has to be done before the camera is opened. */
	see(page: Page): Promise<void>;
	close(): Promise<void>;
}

export async function openCameraBrowser(): Promise<CameraBrowser> {
	const folder = await mkdtemp(join(tmpdir(), 'roundtable-camera-'));
	const film = join(folder, 'camera.y4m');
	await writeFile(film, filmOf([]));
	const { args, ...launch } = chromiumLaunch();
	const browser = await chromium.launch({
		...launch,
		args: [
			...args,
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			`--use-file-for-fake-video-capture=${film}`
		]
	});
	return {
		browser,
		see: async (page) => writeFile(film, filmOf(await cellsOn(page))),
		async close() {
			await browser.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/** The dark cells of the QR code on a page, and how many there are in a row. */
async function cellsOn(page: Page): Promise<boolean[][]> {
	const svg = page.getByRole('img', { name: /QR code/ });
	const size = Number((await svg.getAttribute('viewBox'))?.split(' ')[2]);
	const path = (await svg.locator('path').getAttribute('d')) ?? '';
	const cells = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
	for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1/g)) {
		const row = cells[Number(y)];
		if (row) row[Number(x)] = true;
	}
	return cells;
}

/** Two frames of a grey table with a sheet of paper on it, as YUV4MPEG2. */
function filmOf(cells: readonly (readonly boolean[])[]): Buffer {
	const scale = Math.floor((height - 80) / Math.max(1, cells.length));
	const side = scale * cells.length;
	const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
	const light = Buffer.alloc(width * height, 120);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const isDark = cells[Math.floor(y / scale)]?.[Math.floor(x / scale)];
			light[(top + y) * width + left + x] = isDark ? 20 : 235;
		}
	}
	const colours = Buffer.alloc((width * height) / 2, 128);
	const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colours]);
	const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
	return Buffer.concat([head, frame, frame]);
}
