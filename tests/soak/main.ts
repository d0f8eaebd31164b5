/**
 * `npm run soak [-- --minutes 20 --seed 1 --resume]`: longer runs of what `npm test` runs a slice of: 200 rounds of durability, then
 * malformed input, honest edits and histories for so many minutes. Prints the seed and the counts; a seed that fails is printed with
 * its steps and ends the run. `--resume` goes on behind what earlier runs with it have tried, and adds up. The server has to be built.
 */
import { parseArgs } from 'node:util';
import { durabilityRound } from '../durability/round.ts';
import { startServer } from '../e2e/harness/server.ts';
import { foundDocument } from '../simulation/sealed-frames.ts';
import { soakEdits } from './edits.ts';
import { soakFuzz } from './fuzz.ts';
import { soakHistories } from './histories.ts';
import { soakRoster } from './roster.ts';

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '5' },
		seed: { type: 'string', default: '1' },
		resume: { type: 'boolean', default: false }
	}
});

say(`seed ${values.seed}`);
await durability(200, 200);
const minutes = Number(values.minutes) * 60_000;
await fuzz(Number(values.seed), Date.now() + minutes / 4);
await roster(Number(values.seed), Date.now() + minutes / 8);
await edits(Number(values.seed), Date.now() + minutes / 8);
await histories(Number(values.seed), Date.now() + minutes / 2);
process.exit(0);

async function durability(rounds: number, entries: number): Promise<void> {
	const server = await startServer();
	const founding = await foundDocument();
	let kept = 0;
	for (let round = 0; round < rounds; round++) {
		if ((await durabilityRound(server, founding, entries)).lost === 0) kept += 1;
	}
	await server.dispose();
	say(
		`durability: in ${kept} of ${rounds} rounds all ${entries} acknowledged entries were there after kill -9`
	);
	if (kept < rounds) process.exit(1);
}

async function fuzz(seed: number, until: number): Promise<void> {
	if (!(await soakFuzz({ seed, until, resume: values.resume, say }))) process.exit(1);
}

async function roster(seed: number, until: number): Promise<void> {
	if (!(await soakRoster({ seed, until, resume: values.resume, say }))) process.exit(1);
}

async function histories(seed: number, until: number): Promise<void> {
	if (!(await soakHistories({ seed, until, resume: values.resume, say }))) process.exit(1);
}

async function edits(seed: number, until: number): Promise<void> {
	if (!(await soakEdits({ seed, until, resume: values.resume, say }))) process.exit(1);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
