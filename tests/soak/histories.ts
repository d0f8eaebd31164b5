/** Random histories of a case until time is up: all devices must end alike. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { runCase } from '../simulation/case-history.ts';

/** What all runs with `resume` add up to. */
const goal = 10_000;
const stepsEach = 40;
const file = new URL('../../test-results/soak-histories.json', import.meta.url);

export interface HistoriesSoak {
	readonly seed: number;
	/** Milliseconds since 1970. */
	readonly until: number;
	/** Goes on behind the last seed that any run with this has tried. */
	readonly resume: boolean;
	say(line: string): void;
}

interface Progress {
	readonly histories: number;
	readonly next: number;
}

/** True if nothing went wrong; else the seed and its steps have been said. */
export async function soakHistories({ seed, until, resume, say }: HistoriesSoak): Promise<boolean> {
	const before = resume ? await readProgress() : null;
	const first = before?.next ?? seed;
	let next = first;
	for (; Date.now() < until; next++) {
		const pausing = next % 2 === 0;
		const { steps, fault } = await runCase(next, stepsEach, pausing);
		if (!fault) continue;
		say(
			`histories: seed ${next}, ${stepsEach} steps${pausing ? ', pausing' : ''}: ${fault}\n${steps.join('\n')}`
		);
		return false;
	}
	const histories = (before?.histories ?? 0) + next - first;
	if (resume) await keepProgress({ histories, next });
	const all = resume ? `, ${histories} of ${goal} in all` : '';
	say(`histories: seeds ${first} to ${next - 1}, ${next - first} histories, the same on all devices${all}`);
	return true;
}

async function readProgress(): Promise<Progress | null> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as Progress;
	} catch {
		return null;
	}
}

async function keepProgress(progress: Progress): Promise<void> {
	await mkdir(new URL('.', file), { recursive: true });
	await writeFile(file, `${JSON.stringify(progress)}\n`);
}
