/** Malformed input of every kind until time is up, with counts; a fault, a case of more than a second, or memory that grows ends it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { kinds } from '../fuzz/kinds.ts';
import type { Kind, Round } from '../fuzz/kind.ts';
import { runRounds } from '../fuzz/run-rounds.ts';
import { Tally } from '../fuzz/tally.ts';

/** What all runs with `resume` add up to. */
const goal = 1_000_000;
const file = new URL('../../test-results/soak-fuzz.json', import.meta.url);
/** Kinds take turns of this length. */
const turnMs = 4000;
const mebibyte = 1024 * 1024;
const mostGrowth = 48 * mebibyte;

export interface FuzzSoak {
	readonly seed: number;
	/** Milliseconds since 1970. */
	readonly until: number;
	/** Goes on behind the last seed that any run with this has tried. */
	readonly resume: boolean;
	say(line: string): void;
}

/** True if nothing went wrong; else the kind and its seed have been said. */
export async function soakFuzz({ seed, until, resume, say }: FuzzSoak): Promise<boolean> {
	const before = resume ? await readProgress() : null;
	const start = Date.now();
	const trials = kinds.map((kind) => new Trial(kind, before?.next ?? seed));
	// What each kind makes once, and what engines compile and cache, is not growth.
	for (const trial of trials) if (!(await trial.turn(until, say))) return false;
	const atStart = heapNow();
	while (Date.now() < until) {
		for (const trial of trials) if (!(await trial.turn(until, say))) return false;
	}
	const atEnd = heapNow();
	for (const { words } of trials) say(words);
	const cases = trials.reduce((sum, trial) => sum + trial.cases, 0);
	const all = (before?.cases ?? 0) + cases;
	if (resume) await keepProgress({ cases: all, next: Math.max(...trials.map(({ next }) => next)) });
	const seconds = (Date.now() - start) / 1000;
	const heap = `heap ${inMebibytes(atStart)} MiB at the start, ${inMebibytes(atEnd)} at the end`;
	const inAll = resume ? `, ${all} of ${goal} in all` : '';
	say(`fuzz: ${cases} cases, ${Math.round(cases / seconds)} a second, ${heap}${inAll}`);
	if (atEnd - atStart <= mostGrowth) return true;
	say('fuzz: memory grows');
	return false;
}

class Trial {
	readonly #kind: Kind;
	readonly #open: Promise<Round>;
	readonly #first: number;
	readonly #tally = new Tally();
	next: number;

	constructor(kind: Kind, first: number) {
		this.#kind = kind;
		this.#open = kind.open();
		this.#first = first;
		this.next = first;
	}

	get cases(): number {
		return this.#tally.cases;
	}

	get words(): string {
		const { cases, slowest, words } = this.#tally;
		const seeds = `seeds ${this.#first} to ${this.next - 1}`;
		return `fuzz: ${this.#kind.name}: ${cases} cases, ${seeds}, the slowest ${slowest.toFixed(0)} ms: ${words}`;
	}

	/** False, and said, if something went wrong. */
	async turn(until: number, say: (line: string) => void): Promise<boolean> {
		const end = Math.min(until, Date.now() + turnMs);
		const made = { name: this.#kind.name, open: () => this.#open };
		const { next, fault } = await runRounds(made, this.next, () => Date.now() >= end, this.#tally);
		this.next = next;
		if (fault !== null) say(`fuzz: ${fault}`);
		return fault === null;
	}
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapNow(): number {
	collect();
	return process.memoryUsage().heapUsed;
}

function inMebibytes(bytes: number): string {
	return (bytes / mebibyte).toFixed(1);
}

interface Progress {
	readonly cases: number;
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
