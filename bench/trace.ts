/** Editing traces: a real one from a file, or a like one from a seed. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { seeded } from '../tests/simulation/seeded.ts';

export interface Edit {
	/** In UTF-16 units. */
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** Reads `{edits: [[at, removed, inserted, …]]}` or `{txns: [{patches: [[at, removed, inserted]]}]}`, gzipped or not. */
export function readTrace(path: string): Edit[] {
	const bytes = readFileSync(path);
	const json = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString();
	const trace = JSON.parse(json) as {
		edits?: [number, number, string][];
		txns?: { patches: [number, number, string][] }[];
	};
	const patches = trace.edits ?? trace.txns?.flatMap((txn) => txn.patches);
	if (!patches) throw new Error('this file holds no trace: neither "edits" nor "txns"');
	return patches.map(([at, remove, insert]) => ({ at, remove, insert }));
}

/** Runs of typing at a moving place, with a deletion now and then. */
export function madeUpTrace(count: number, seed: number): Edit[] {
	const dice = seeded(seed);
	const edits: Edit[] = [];
	let length = 0;
	let at = 0;
	for (let i = 0; i < count; i++) {
		if (dice.below(40) === 0) at = dice.below(length + 1);
		if (length > 20 && at > 0 && dice.below(10) === 0) {
			at -= 1;
			length -= 1;
			edits.push({ at, remove: 1, insert: '' });
		} else {
			edits.push({ at, remove: 0, insert: dice.pick([...'etaoin shrdlu']) });
			at += 1;
			length += 1;
		}
	}
	return edits;
}
