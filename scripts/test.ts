import { rmSync } from 'node:fs';
import { ensureChromium } from './ensure-chromium.ts';
import { GENERATED, generate } from './generate.ts';
import { inTurn, runScript, runScriptBeside, runTool } from './run.ts';
import { countAsOne, readPlaywright, readVitest, type StageReport } from './test-report.ts';

const REPORTS = 'test-results/reports';

type Stage = readonly [name: string, run: () => Promise<StageReport>];

/**
 * One after another; what stands in one row runs side by side: linting leaves a processor idle, and unit tests wait for sockets and disks.
 * The build comes before the tests, since some of them run or read the built server.
 */
const STAGES: readonly (readonly Stage[])[] = [
	[['build', async () => countAsOne(await inTurn([() => runScript('scripts/build.mjs'), generateOnce]))]],
	[
		['unit tests', () => vitest('unit')],
		['type check', async () => countAsOne(await runScriptBeside('scripts/check.mjs'))],
		['lint', async () => countAsOne(await runScriptBeside('scripts/lint.mjs'))]
	],
	[['component tests', () => vitest('component')]],
	[['end-to-end tests', playwright]]
];

const chromium = await ensureChromium();
if (chromium) process.env['CHROMIUM'] = chromium;
rmSync(REPORTS, { recursive: true, force: true });

const reports = new Map<string, StageReport>();
for (const row of STAGES) {
	console.log(`\n── ${row.map(([name]) => name).join(', ')} ──`);
	await Promise.all(row.map(runStage));
}
summarize();

async function generateOnce(): Promise<number> {
	const code = await generate();
	process.env[GENERATED] = '1';
	return code;
}

async function runStage([name, stage]: Stage): Promise<void> {
	const started = performance.now();
	const report = await stage();
	reports.set(name, report);
	console.log(`${name}: ${told(report)} in ${seconds(performance.now() - started)}`);
}

function vitest(project: string): Promise<StageReport> {
	const path = `${REPORTS}/${project}.json`;
	const args = [
		'run',
		'--project',
		project,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${path}`
	];
	return runTool('vitest', args).then((code) => readVitest(path, code));
}

function playwright(): Promise<StageReport> {
	const path = `${REPORTS}/e2e.json`;
	const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: path };
	return runTool('playwright', ['test', '--reporter=list,json'], env).then((code) =>
		readPlaywright(path, code)
	);
}

function summarize(): void {
	const all = [...reports.values()];
	const slowest = all
		.flatMap((report) => report.times)
		.sort((a, b) => b.ms - a.ms)
		.slice(0, 10);
	console.log('\nThe ten slowest tests:');
	for (const { name, ms } of slowest) console.log(`${seconds(ms).padStart(8)}  ${name}`);

	console.log('');
	for (const [name, report] of reports)
		if (report.failed > 0) console.log(`Failed: ${name}: ${told(report)}`);
	const sum = (of: (report: StageReport) => number): number =>
		all.reduce((total, report) => total + of(report), 0);
	const failed = sum((report) => report.failed);
	console.log(`${seconds(performance.now())} in all.`);
	console.log(`${sum((report) => report.passed)} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

function told({ passed, failed, skipped }: StageReport): string {
	return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}
