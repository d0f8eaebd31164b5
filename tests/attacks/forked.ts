/** A strand that is signed in several ways, and what people see of it. */
import { expect } from 'vitest';
import { compareBytes } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { Person } from './attacked-person.ts';
import type { AttackedTable } from './attacked-table.ts';
import type { HostileStrand } from './hostile-member.ts';
import { refusals } from './seen.ts';
import { made } from './updates.ts';

export const sideText = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

export interface Side {
	readonly words: string;
	readonly frame: Frame;
}

/** Signed entries with one seq; first the one with the smallest id, which counts. */
export async function fork(strand: HostileStrand, ...sides: readonly string[]): Promise<Side[]> {
	const write = async (words: string) => {
		const payload = made((doc) => doc.getText('plan/plan/mattersToMe').insert(0, words));
		return { words, frame: new Frame((await strand.draft(payload)).bytes) };
	};
	const written = await Promise.all(sides.map(write));
	return written.sort((a, b) => compareBytes(a.frame.id, b.frame.id));
}

export function side({ opened }: Person): string {
	return opened.readPlan().mattersToMe;
}

/** The clock moves until whoever hands on what was signed in several ways has done so. */
export async function oneSideCounts(
	table: AttackedTable,
	people: readonly Person[],
	words: string
): Promise<void> {
	for (let second = 0; second < 30 && people.some((person) => side(person) !== words); second++) {
		await table.clock.advance(1000);
		for (const person of people) person.opened = await person.device.open(table.document);
	}
	expect(people.map(side)).toEqual(people.map(() => words));
	for (const person of people) expect(refusals(person)).toContain('Eve, plan: fork');
}
