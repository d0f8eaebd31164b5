/** A table at which Ben packs what Ada and Cy have written, with a changed client and a relay that helps him. */
import { expect } from 'vitest';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember } from './hostile-member.ts';
import { HostilePacks } from './hostile-packs.ts';
import { refusals, until } from './seen.ts';

export class PackingTable {
	readonly table: AttackedTable;
	readonly ben: Person;
	readonly cy: Person;
	readonly eve: HostileMember;
	readonly packs: HostilePacks;

	private constructor(table: AttackedTable, ben: Person, cy: Person) {
		this.table = table;
		this.ben = ben;
		this.cy = cy;
		this.eve = HostileMember.at(ben);
		this.packs = new HostilePacks(table, this.eve, ben);
	}

	static async set(): Promise<PackingTable> {
		const table = await AttackedTable.set();
		const ben = await table.seat('Ben', 'edit');
		const cy = await table.seat('Cy', 'edit');
		await table.works(table.ada, cy);
		await table.works(cy, ben);
		return new PackingTable(table, ben, cy);
	}

	get ada(): Person {
		return this.table.ada;
	}

	/** The two who are not Ben. */
	get honest(): readonly Person[] {
		return [this.ada, this.cy];
	}

	async refuse(reason: string): Promise<void> {
		for (const person of this.honest) {
			await until(() => refusals(person).length > 0, `${person.name} refuses it`);
			expect(refusals(person)).toEqual([reason]);
		}
	}

	async moveTo(generation: number): Promise<void> {
		await until(() => this.honest.every((person) => generationOf(person) === generation), 'they go on there');
	}

	/** Everybody goes on with what they had, so does who opens the case again, and somebody new. */
	async goesOn(expected: string): Promise<void> {
		const { table, ada, cy } = this;
		expect(planOf(ada)).toBe(expected);
		expect(planOf(cy)).toBe(expected);
		await table.works(ada, cy);
		await table.works(cy, ada);
		await table.reload(cy);
		await until(() => planOf(cy) === planOf(ada), 'Cy has all of it again');
		const dee = await table.seat('Dee', 'edit');
		await until(() => planOf(dee) === planOf(ada), 'Dee has all of it');
		await until(() => !dee.opened.document.provisional, 'Dee has checked it');
		await table.works(dee, ada);
		await table.works(ada, dee);
	}
}

/** The generation in which somebody writes the plan. */
export function generationOf({ opened }: Person): number {
	const logs = opened.document.logs.filter((log) => /\.plan\.\d+$/.test(log));
	return Math.max(...logs.map((log) => Number(log.split('.').at(-1))));
}

export function planOf({ opened }: Person): string {
	return JSON.stringify(opened.readPlan());
}
