import { ensureBuilt } from './built.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { runTool } from './run.ts';

const chromium = await ensureChromium();
process.exitCode =
	chromium && (await ensureBuilt())
		? await runTool('playwright', ['test', ...process.argv.slice(2)], { CHROMIUM: chromium })
		: 1;
