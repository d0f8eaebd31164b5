import { describe, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { newToldCode } from './told-code.ts';
import { rest } from '../../../tests/simulation/hand-clock.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';

const minute = 60 * 1000;
const straight = <T>(open: T): T => open;

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

const goalsOf = ({ opened }: Seated) => opened.readPlan().goals.map(({ words }) => words);

/** As this person sees them. */
const seen = (by: Seated, name: string) => by.opened.people.find((person) => person.name === name);

function otherThan(code: string): string {
	for (;;) {
		const other = newToldCode((length) => crypto.getRandomValues(new Uint8Array(length)));
		if (other !== code) return other;
	}
}

async function settle(table: Table, ...people: Seated[]): Promise<void> {
	await table.clock.advance(1_000);
	await rest();
	for (const person of people) person.opened = await person.device.open(table.document);
	await table.clock.advance(5_000);
}

describe('who sits down by a careful invitation', () => {
	test('is let in by the inviter’s device where the code is right, and has all there is', async () => {
		const table = await Table.set();
		write(table.ada, 'Written before');
		await table.clock.advance(5_000);
		const { link, code, id } = await table.carefully('Luca');
		expect(table.ada.opened.invitations).toMatchObject([{ id, careful: true, code, state: 'waiting' }]);
		const luca = await table.join('Luca', link, straight, code);
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBeNull();
		expect(goalsOf(luca)).toEqual(['Written before']);
		write(luca, 'Here');
		await table.clock.advance(5_000);
		expect(goalsOf(table.ada).sort()).toEqual(['Here', 'Written before']);
		expect(seen(table.ada, 'Luca')).toMatchObject({ suspended: false, waits: null });
	});

	test('waits while the inviter is away, keyless, also after a reload', async () => {
		const table = await Table.set();
		write(table.ada, 'Not for everybody');
		await table.clock.advance(5_000);
		const { link, code } = await table.carefully('Luca');
		table.ada.kill();
		const luca = await table.join('Luca', link, straight, code);
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBe('Ada');
		expect(luca.opened.mayEdit).toBe(false);
		expect(new Set(luca.opened.document.keyring.all.map(({ channel }) => channel))).toEqual(
			new Set(['roster'])
		);
		await table.reload(luca);
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBe('Ada');
		expect(goalsOf(luca)).toEqual([]);
		await table.reload(table.ada);
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBeNull();
		expect(goalsOf(luca)).toEqual(['Not for everybody']);
	});

	test('is not let in with a wrong code, nor without any; by hand they are', async () => {
		const table = await Table.set();
		const first = await table.carefully('Luca');
		const luca = await table.join('Luca', first.link, straight, otherThan(first.code));
		const second = await table.carefully('Ines');
		const ines = await table.join('Ines', second.link);
		await settle(table, luca, ines);
		expect(seen(table.ada, 'Luca')?.waits).toMatchObject({ for: 'Ada', checked: 'wrong' });
		expect(seen(table.ada, 'Ines')?.waits).toMatchObject({ for: 'Ada', checked: 'unchecked' });
		expect(await table.ada.opened.admit(luca.opened.me)).toEqual({ kind: 'stated' });
		expect(await table.ada.opened.remove(ines.opened.me)).toEqual({ kind: 'stated' });
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBeNull();
		expect(luca.opened.mayEdit).toBe(true);
		expect(ines.opened.isRemoved).toBe(true);
	});

	test('is let in by another device of the inviter’s', async () => {
		const table = await Table.set();
		const phone = await table.link(table.ada, 'Phone');
		const { link, code } = await table.carefully('Luca');
		await table.clock.advance(5_000);
		expect(phone.opened.invitations).toMatchObject([{ code }]);
		table.ada.kill();
		const luca = await table.join('Luca', link, straight, code);
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBeNull();
	});

	test('is for another manager to let in by hand only, who cannot see the code', async () => {
		const table = await Table.set();
		const mia = await table.seat('Mia', 'manage', 'provider');
		const { link, code } = await table.carefully('Luca');
		await table.clock.advance(5_000);
		expect(mia.opened.invitations).toMatchObject([{ careful: true, code: null }]);
		table.ada.kill();
		const luca = await table.join('Luca', link, straight, code);
		await settle(table, luca);
		expect(seen(mia, 'Luca')?.waits).toMatchObject({ for: 'Ada', checked: 'theirs' });
		expect(luca.opened.waitsFor).toBe('Ada');
		expect(await mia.opened.admit(luca.opened.me)).toEqual({ kind: 'stated' });
		await settle(table, luca);
		expect(luca.opened.waitsFor).toBeNull();
	});

	test('is not let in by itself once the invitation is over', async () => {
		const table = await Table.set();
		const expiry = table.clock.now() + minute;
		const { link, code } = await table.carefully('Luca', { expiry });
		table.ada.kill();
		const luca = await table.join('Luca', link, straight, code);
		await table.clock.advance(2 * minute);
		await table.reload(table.ada);
		await settle(table, luca);
		expect(seen(table.ada, 'Luca')?.waits?.checked).toBe('late');
		expect(luca.opened.waitsFor).toBe('Ada');
	});

	test('and their code is forgotten once they are in, or the invitation is taken back', async () => {
		const table = await Table.set();
		const first = await table.carefully('Luca');
		const second = await table.carefully('Ines');
		const luca = await table.join('Luca', first.link, straight, first.code);
		await settle(table, luca);
		await table.ada.opened.withdraw(second.id);
		await settle(table);
		const { home } = table.ada.device;
		expect([...(home?.doc.getMap('codes').keys() ?? [])]).toEqual([]);
		expect(table.ada.device.seat(table.document)?.codes).toEqual({});
	});
});
