import { spawn } from 'node:child_process';

/** The program files of the tools we run: by path, so that no other Node or tool on the PATH gets in between. */
const TOOLS = {
	depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
	eslint: 'node_modules/eslint/bin/eslint.js',
	playwright: 'node_modules/@playwright/test/cli.js',
	prettier: 'node_modules/prettier/bin/prettier.cjs',
	'svelte-check': 'node_modules/svelte-check/bin/svelte-check',
	'svelte-kit': 'node_modules/@sveltejs/kit/svelte-kit.js',
	tsc: 'node_modules/typescript/bin/tsc',
	vitest: 'node_modules/vitest/vitest.mjs'
};

/** Runs a program on this terminal; resolves to its exit code, which is 1 where a signal ended it. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	return new Promise((done, failed) => {
		const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
		child.once('error', failed);
		child.once('exit', (code) => done(code ?? 1));
	});
}

export function runScript(path: string, args: readonly string[] = []): Promise<number> {
	return run(process.execPath, [path, ...args]);
}

/** As `runScript`, beside something else that prints: what it says is printed once it has ended. */
export function runScriptBeside(path: string): Promise<number> {
	return new Promise((done, failed) => {
		const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'pipe'] });
		const said: Buffer[] = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
		child.once('error', failed);
		child.once('close', (code) => {
			process.stdout.write(Buffer.concat(said));
			done(code ?? 1);
		});
	});
}

export function runTool(
	tool: keyof typeof TOOLS,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {}
): Promise<number> {
	return run(process.execPath, [TOOLS[tool], ...args], env);
}

/** Runs steps one after another until one fails; resolves to the exit code of the last that ran. */
export async function inTurn(steps: readonly (() => Promise<number>)[]): Promise<number> {
	for (const step of steps) {
		const code = await step();
		if (code !== 0) return code;
	}
	return 0;
}
