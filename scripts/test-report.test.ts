import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countAsOne, readPlaywright, readVitest } from './test-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'roundtable-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
	const path = join(folder, 'report.json');
	writeFileSync(path, JSON.stringify(report));
	return path;
}

function vitestFile(status: string, ...statuses: string[]): unknown {
	const assertionResults = statuses.map((each, number) => ({
		fullName: `test ${number}`,
		status: each,
		duration: 5
	}));
	return { name: 'a.test.ts', status, assertionResults };
}

function playwrightReport(stats: object): unknown {
	const spec = {
		title: 'joins',
		file: 'path/join.spec.ts',
		tests: [{ results: [{ duration: 7 }, { duration: 8 }] }]
	};
	return { stats, suites: [{ specs: [], suites: [{ specs: [spec] }] }] };
}

describe('a stage is counted', () => {
	test('by its tests', () => {
		const path = written({
			testResults: [vitestFile('failed', 'passed', 'failed', 'pending'), vitestFile('passed', 'passed')]
		});
		expect(readVitest(path, 1)).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
	});

	test('with a file that broke before its first test as one failure', () => {
		const path = written({ testResults: [vitestFile('failed'), vitestFile('passed', 'passed')] });
		expect(readVitest(path, 1)).toMatchObject({ passed: 1, failed: 1 });
	});

	test('as failed if it ran nothing', () => {
		expect(readVitest(written({ testResults: [] }), 0)).toMatchObject({ passed: 0, failed: 1 });
		const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
		expect(readPlaywright(written(playwrightReport(stats)), 0)).toMatchObject({ passed: 0, failed: 1 });
	});

	test('as failed if it ended badly with every test passed', () => {
		const path = written({ testResults: [vitestFile('passed', 'passed')] });
		expect(readVitest(path, 1)).toMatchObject({ passed: 1, failed: 1 });
	});

	test('as failed if it left no report', () => {
		expect(readVitest(join(folder, 'nowhere.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
	});

	test('by its end if it has no tests', () => {
		expect(countAsOne(0)).toMatchObject({ passed: 1, failed: 0 });
		expect(countAsOne(2)).toMatchObject({ passed: 0, failed: 1 });
	});

	test('end to end, where a test that passed only at the second try has failed', () => {
		const report = readPlaywright(
			written(playwrightReport({ expected: 3, unexpected: 1, flaky: 1, skipped: 2 })),
			1
		);
		expect(report).toMatchObject({ passed: 3, failed: 2, skipped: 2 });
		expect(report.times).toEqual([{ name: 'path/join.spec.ts: joins', ms: 15 }]);
	});
});
