import { existsSync } from 'node:fs';
import { generate } from './generate.ts';
import { inTurn, runTool } from './run.ts';

const SOURCES = ['src', 'server', 'scripts', 'tests', 'bench'];

const codes = await Promise.all([
	runTool('prettier', ['--check', '--log-level', 'warn', '.']),
	inTurn([
		generate,
		() => runTool('eslint', ['.']),
		() =>
			runTool(
				'depcruise',
				SOURCES.filter((folder) => existsSync(folder))
			)
	])
]);

process.exitCode = Math.max(...codes);
