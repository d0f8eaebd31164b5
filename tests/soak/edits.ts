/** Random honest edits until time is up: all must be accepted, and be the same on all devices. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { faultOf, runEdits } from '../simulation/random-edits.ts';

/** What all runs with `resume` add up to. */
const goal = 20_000;
const editsEach = 40;
const file = new URL('../../test-results/soak-edits.json', import.meta.url);

export interface EditsSoak {
	readonly seed: number;
	/** Milliseconds since 1970. */
	readonly until: number;
	/** Goes on behind the last seed that any run with this has tried. */
	readonly resume: boolean;
	say(line: string): void;
}

interface Progress {
	readonly edits: number;
	readonly next: number;
}

/** True if nothing went wrong; else the seed and its steps have been said. */
export async function soakEdits({ seed, until, resume, say }: EditsSoak): Promise<boolean> {
	const before = resume ? await readProgress() : null;
	const first = before?.next ?? seed;
	let next = first;
	for (; Date.now() < until; next++) {
		const outcome = await runEdits(next, editsEach);
		const fault = faultOf(outcome);
		if (!fault) continue;
		say(`edits: seed ${next}, ${editsEach} edits: ${fault}\n${outcome.steps.join('\n')}`);
		return false;
	}
	const edits = (before?.edits ?? 0) + (next - first) * editsEach;
	if (resume) await keepProgress({ edits, next });
	const all = resume ? `, ${edits} of ${goal} in all` : '';
	say(
		`edits: seeds ${first} to ${next - 1}, ${(next - first) * editsEach} edits, the same on all devices${all}`
	);
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
