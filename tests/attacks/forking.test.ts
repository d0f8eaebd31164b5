/** What a member signs in several ways: one way counts, the same on every device, and nobody's words are gone. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { fork, oneSideCounts, side, sideText, type Side } from './forked.ts';
import { HostileMember } from './hostile-member.ts';
import { goals, until } from './seen.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	await table.works();
});

afterEach(() => table.close());

describe('member: fork their strand', () => {
	attack(
		'a member forks their strand, and the relay shows each person one side',
		{
			devices: 'all show the side with the smaller id; nothing of anyone else’s was lost',
			people: 'an entry of Eve’s was refused: fork. Who had seen the other side: its words'
		},
		async () => {
			const person = await table.seat('Eve');
			const [counting, other] = await twoSides(HostileMember.at(person));
			await table.writes(ada, 'of Ada');
			await until(() => goals(ben).includes('of Ada'), 'Ben has it');
			shows(counting, ada);
			shows(other, ben);
			await until(() => side(ada) === counting.words && side(ben) === other.words, 'each has a side');
			shows(other, ada);
			await oneSideCounts(table, [ada, ben], counting.words);
			expect(goals(ben)).toEqual(goals(ada));
			expect(lost(ben)).toEqual([`Eve: ${other.words}`]);
			expect(lost(ada)).toEqual([]);
			await table.works(person, ada);
		}
	);

	attack(
		'a member forks their strand, and others write in the light of one side',
		{
			devices: 'all show the side with the smaller id, and what was written in the light of the other',
			people: 'an entry of Eve’s was refused: fork'
		},
		async () => {
			const [counting, other] = await twoSides(HostileMember.at(await table.seat('Eve')));
			shows(counting, ada);
			shows(other, ben);
			await until(() => side(ada) === counting.words && side(ben) === other.words, 'each has a side');
			await table.writes(ada, 'in the light of one side');
			await table.writes(ben, 'in the light of the other side');
			shows(counting, ben);
			await oneSideCounts(table, [ada, ben], counting.words);
			const both = () =>
				[ada, ben].every((person) =>
					['one', 'the other'].every((name) => goals(person).includes(`in the light of ${name} side`))
				);
			await until(both, 'what honest people wrote counts on both devices');
		}
	);

	attack(
		'a member forks their strand, and somebody writes into the words of the side that does not count',
		{
			devices:
				'all show the same; what others wrote in its light counts, and whoever wrote into it writes on',
			people: 'what could not be kept, as text, to who wrote it and who had seen it'
		},
		async () => {
			const cy = await table.seat('Cy');
			const [counting, other] = await twoSides(HostileMember.at(await table.seat('Eve')));
			shows(counting, ada);
			shows(other, ben, cy);
			await until(() => side(ada) === counting.words && side(cy) === other.words, 'each has a side');
			ben.opened.text(sideText).splice(1, 0, ' of Ben ');
			await ben.opened.document.flush();
			await table.writes(ben, 'written after it');
			await until(() => goals(cy).includes('written after it'), 'Cy has it');
			await table.writes(cy, 'in its light');
			shows(other, ada);
			await oneSideCounts(table, [ada, ben, cy], counting.words);
			await table.works(ben, ada);
			await table.works(cy, ben);
			await table.agree([ada, ben, cy]);
			expect(goals(ada)).toContain('in its light');
			expect(goals(ada)).not.toContain('written after it');
			for (const person of [ben, cy]) {
				expect(lost(person)).toEqual([`Ben: of Ben, written after it`, `Eve: ${other.words}`]);
			}
			expect(ada.opened.document.withheld).toEqual([]);
		}
	);

	attack(
		'a member signs a thousand entries in one place, and each person is shown another half',
		{
			devices: 'all show the one with the smallest id; of the others each kept a few',
			people: 'an entry of Eve’s was refused: fork'
		},
		async () => {
			const eve = HostileMember.at(await table.seat('Eve'));
			const names = Array.from({ length: 1000 }, (_, i) => `side ${i}.`);
			const sides = await fork(eve.strand(planChannel), ...names);
			const [counting] = sides;
			if (!counting) throw new Error('there are sides');
			const before = held(ben);
			table.relay.whisper(table.log(), framesOf(sides.filter((_, i) => i % 2 === 0).reverse()), [
				ada.opened.me
			]);
			table.relay.whisper(table.log(), framesOf(sides.filter((_, i) => i % 2 === 1).reverse()), [
				ben.opened.me
			]);
			await table.works(ada, ben);
			await oneSideCounts(table, [ada, ben], counting.words);
			await table.agree([ada, ben]);
			await table.works(ben, ada);
			expect(held(ben) - before).toBeLessThan(64 * 1024);
		},
		60_000
	);
});

function framesOf(sides: readonly Side[]): Frame[] {
	return sides.map(({ frame }) => frame);
}

/** How many bytes of entries a person's device keeps. */
function held({ opened }: Person): number {
	return [...opened.document.held.values()].flat().reduce((sum, { bytes }) => sum + bytes.length, 0);
}

async function twoSides(eve: HostileMember): Promise<[Side, Side]> {
	return (await fork(eve.strand(planChannel), 'left', 'right')) as [Side, Side];
}

function shows({ frame }: Side, ...people: readonly Person[]): void {
	table.relay.whisper(
		table.log(),
		[frame],
		people.map(({ opened }) => opened.me)
	);
}

/** Words that they are offered because they could not be kept, and whose. */
function lost({ device, opened }: Person): string[] {
	const words = device.seat(table.document)?.lost ?? [];
	const name = (by: string) => opened.people.find(({ id }) => id === by)?.name;
	return words
		.map(
			({ by, text }) =>
				`${name(by)}: ${text
					.split('\n')
					.map((line) => line.trim())
					.join(', ')}`
		)
		.sort();
}
