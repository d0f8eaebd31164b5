/** Random histories of a roster until time is up: each must be the same on every device. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { runHistory } from '../simulation/roster-faults.ts';
import { makeCast } from '../simulation/roster-history.ts';

/** What all runs with `resume` add up to. */
const goal = 10_000;
const file = new URL('../../test-results/soak-roster.json', import.meta.url);

export interface RosterSoak {
	readonly seed: number;
	/** Milliseconds since 1970. */
	readonly until: number;
	/** Goes on behind the last seed that any run with this has tried. */
	readonly resume: boolean;
	say(line: string): void;
}

/** True if nothing went wrong; else the seed and its steps have been said. */
export async function soakRoster({ seed, until, resume, say }: RosterSoak): Promise<boolean> {
	const before = resume ? await readProgress() : null;
	const first = before?.next ?? seed;
	const done = before?.histories ?? 0;
	const cast = await makeCast();
	let next = first;
	for (; Date.now() < until; next++) {
		const { fault } = await runHistory(cast, next);
		if (!fault) continue;
		say(`roster: ${fault}`);
		return false;
	}
	const histories = done + next - first;
	if (resume) await keepProgress({ histories, next });
	const all = resume ? `, ${histories} of ${goal} in all` : '';
	say(`roster: seeds ${first} to ${next - 1}, ${next - first} histories, the same on all devices${all}`);
	return true;
}

interface Progress {
	readonly histories: number;
	readonly next: number;
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
