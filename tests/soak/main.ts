/**
 * `npm run soak [-- --minutes 20 --seed 1 --resume]`: longer runs of what `npm test` runs a slice of. Prints the seed and the counts; a seed
 * that fails is printed with its steps and ends the run. `--resume` goes on behind what earlier runs with it have tried, and adds up. The
 * server has to be built.
 */
import { parseArgs } from 'node:util';
import { durabilityRound } from '../durability/round.ts';
import { startServer } from '../e2e/harness/server.ts';
import { faultOf, runEdits } from '../simulation/random-edits.ts';
import { foundDocument } from '../simulation/sealed-frames.ts';
import { soakRoster } from './roster.ts';

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '5' },
		seed: { type: 'string', default: '1' },
		resume: { type: 'boolean', default: false }
	}
});

const until = Date.now() + Number(values.minutes) * 60_000;
say(`seed ${values.seed}`);
await durability(200, 200);
await roster(Number(values.seed));
await convergence(Number(values.seed));

async function durability(rounds: number, entries: number): Promise<void> {
	const server = await startServer();
	const founding = await foundDocument();
	let lost = 0;
	let round = 0;
	for (; round < rounds && Date.now() < until; round++) {
		lost += (await durabilityRound(server, founding, entries)).lost;
	}
	await server.dispose();
	say(`durability: ${round} of ${rounds} rounds of ${entries}, ${lost} acknowledged entries lost`);
	if (lost > 0) process.exit(1);
}

async function roster(seed: number): Promise<void> {
	const half = Date.now() + Math.max(0, until - Date.now()) / 2;
	if (!(await soakRoster({ seed, until: half, resume: values.resume, say }))) process.exit(1);
}

async function convergence(first: number): Promise<void> {
	let seed = first;
	for (; Date.now() < until; seed++) {
		const outcome = await runEdits(seed, 80);
		const fault = faultOf(outcome);
		if (!fault) continue;
		say(`convergence: seed ${seed}: ${fault}\n${outcome.steps.join('\n')}`);
		process.exit(1);
	}
	say(`convergence: ${seed - first} histories, all equal at the end`);
	process.exit(0);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
