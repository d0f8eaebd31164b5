import { readFileSync } from 'node:fs';

export interface TestTime {
	readonly name: string;
	readonly ms: number;
}

/** What one stage of `npm test` found. */
export interface StageReport {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly times: readonly TestTime[];
}

interface VitestReport {
	readonly testResults: readonly {
		readonly name: string;
		readonly status: string;
		readonly assertionResults: readonly { fullName: string; status: string; duration?: number | null }[];
	}[];
}

interface PlaywrightReport {
	readonly suites: readonly PlaywrightSuite[];
	readonly stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

interface PlaywrightSuite {
	readonly suites?: readonly PlaywrightSuite[];
	readonly specs: readonly {
		readonly title: string;
		readonly file: string;
		readonly tests: readonly { readonly results: readonly { readonly duration: number }[] }[];
	}[];
}

/** A stage without tests of its own, such as the type check, counts as one. */
export function countAsOne(code: number): StageReport {
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, times: [] };
}

export function readVitest(path: string, code: number): StageReport {
	const report = readJson(path) as VitestReport | undefined;
	if (!report) return countAsOne(1);
	const tests = report.testResults.flatMap((file) => file.assertionResults);
	const count = (status: string): number => tests.filter((test) => test.status === status).length;
	// A file that breaks before its first test fails as one.
	const brokenFiles = report.testResults.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
	).length;
	const failed = count('failed') + brokenFiles;
	const passed = count('passed');
	return settle(code, {
		passed,
		failed,
		skipped: tests.length - passed - count('failed'),
		times: tests.map((test) => ({ name: test.fullName, ms: test.duration ?? 0 }))
	});
}

export function readPlaywright(path: string, code: number): StageReport {
	const report = readJson(path) as PlaywrightReport | undefined;
	if (!report) return countAsOne(1);
	const { expected, unexpected, flaky, skipped } = report.stats;
	return settle(code, {
		passed: expected,
		failed: unexpected + flaky,
		skipped,
		times: report.suites.flatMap(specTimes)
	});
}

/** A stage that ran nothing, or that ended badly with every test passed, has failed as well. */
function settle(code: number, report: StageReport): StageReport {
	const silentFailure = report.failed === 0 && (code !== 0 || report.passed === 0);
	return silentFailure ? { ...report, failed: 1 } : report;
}

function specTimes(suite: PlaywrightSuite): TestTime[] {
	const own = suite.specs.map(({ file, title, tests }) => ({
		name: `${file}: ${title}`,
		ms: tests.flatMap((test) => test.results).reduce((sum, result) => sum + result.duration, 0)
	}));
	return [...own, ...(suite.suites ?? []).flatMap(specTimes)];
}

function readJson(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return undefined;
	}
}
