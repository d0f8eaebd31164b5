/** `npm run test:attacks`: runs every attack and prints what came of it. */
import { readFileSync } from 'node:fs';
import { attackTable, readAttacks, type AttackReport } from './attack-table.ts';
import { ensureBuilt } from './built.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { runTool } from './run.ts';

const REPORT = 'test-results/reports/attacks.json';

const chromium = await ensureChromium();
if (chromium) process.env['CHROMIUM'] = chromium;
process.exitCode = (await ensureBuilt()) ? await attackAll() : 1;

async function attackAll(): Promise<number> {
	const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${REPORT}`];
	const code = await runTool('vitest', ['run', '--project', 'unit', 'tests/attacks', ...reporters]);
	const attacks = readAttacks(JSON.parse(readFileSync(REPORT, 'utf8')) as AttackReport);
	console.log(attackTable(attacks, process.stdout.isTTY ? process.stdout.columns : 160));
	return code !== 0 || attacks.length === 0 || attacks.some(({ silent }) => silent) ? 1 : 0;
}
