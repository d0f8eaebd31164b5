import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a script under a Node that says it is of another version. */
function runOn(version: string, script: string): { status: number | null; said: string } {
	const posing = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
	const args = ['--import', `data:text/javascript,${encodeURIComponent(posing)}`, script];
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	return { status, said: stdout + stderr };
}

test.each(['start', 'test', 'build'])('an old Node is told one sentence by %s.mjs', (script) => {
	const { status, said } = runOn('20.20.2', `scripts/${script}.mjs`);
	expect(status).toBe(1);
	expect(said).toMatch(/^Roundtable needs Node 22\.18 or newer, and this is Node 20\.20\.2: [^\n]+\n$/);
});

test.each([
	['22.17.1', 1],
	['22.18.0', 0],
	['24.0.0', 0]
])('Node %s ends the guard with %i', (version, status) => {
	expect(runOn(version, 'scripts/guard.mjs').status).toBe(status);
});
