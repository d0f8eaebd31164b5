import { existsSync } from 'node:fs';
import { generate } from './generate.ts';
import { inTurn, runTool } from './run.ts';

const steps = [generate, () => runTool('svelte-check', ['--fail-on-warnings'])];
// The service worker has other globals than a page, hence a project of its own.
if (existsSync('src/service-worker')) steps.push(() => runTool('tsc', ['--project', 'tsconfig.worker.json']));

process.exitCode = await inTurn(steps);
