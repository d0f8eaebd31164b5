import { beforeEach, expect, test } from 'vitest';
import type { Person } from '#lib/session/case.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';
import { Sure } from './sure.ts';

const { signal } = new AbortController();
let table: Table;
let ada: Seated;
let ben: Seated;

beforeEach(async () => {
	table = await Table.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	await table.clock.advance(5_000);
});

function sureOf({ device, opened }: Seated): Sure {
	return new Sure(device, opened);
}

function seen(by: Seated, whom: Seated): Person {
	const person = by.opened.people.find(({ name }) => name === whom.name);
	if (!person) throw new Error('they sit at the table');
	return person;
}

function kindOf(by: Seated, whom: Seated): string {
	return sureOf(by).of(seen(by, whom)).kind;
}

/** Ben loses his phone: his keys are made anew. */
async function loseDevice(): Promise<void> {
	await table.link(ben, 'Phone');
	const lost = ben.device.home?.devices.find(({ isThis }) => !isThis);
	if (!lost) throw new Error('there is a phone');
	const { me } = ben.opened.document;
	await ben.device.keeping.removeDevice(lost.id);
	for (let turn = 0; turn < 6; turn++) await table.clock.advance(5_000);
	ben.opened = await ben.device.open(table.document);
	expect(ben.opened.document.me.id).not.toBe(me.id);
}

test('both see the same eight words, and each code is known on the other side', async () => {
	const cleo = await table.seat('Cleo');
	const words = await sureOf(ada).words(seen(ada, ben), signal);
	expect(words).toHaveLength(8);
	expect(await sureOf(ben).words(seen(ben, ada), signal)).toEqual(words);
	expect(await sureOf(ben).words(seen(ben, cleo), signal)).not.toEqual(words);
	const code = sureOf(ben).code(seen(ben, ada)) ?? '';
	expect(sureOf(ada).read(seen(ada, ben), code)).toBe('same');
	expect(sureOf(ada).read(seen(ada, cleo), code)).toBe('different');
	expect(sureOf(ada).read(seen(ada, ben), `${code}A`)).toBe('different');
	expect(sureOf(ada).read(seen(ada, ben), 'https://example.org')).toBe('foreign');
});

test('that they were compared is kept for all my devices, and says nothing to anybody else', async () => {
	sureOf(ada).compared(seen(ada, ben), '2026-03-01');
	expect(sureOf(ada).of(seen(ada, ben))).toEqual({ kind: 'compared', on: '2026-03-01' });
	const tablet = await table.link(ada, 'Tablet');
	expect(sureOf(tablet).of(seen(tablet, ben))).toEqual({ kind: 'compared', on: '2026-03-01' });
	expect(kindOf(ben, ada)).toBe('never');
	await table.reload(ada);
	await table.clock.advance(5_000);
	expect(kindOf(ada, ben)).toBe('compared');
});

test('other keys in a seat are noticed, also without having compared; and one goes on, or compares again', async () => {
	sureOf(ada).compared(seen(ada, ben), '2026-03-01');
	sureOf(ben).compared(seen(ben, ada), '2026-03-01');
	expect(seen(ada, ben).renewedAt).toBe(0);
	await loseDevice();
	expect(seen(ada, ben).renewedAt).toBeGreaterThan(0);
	expect(sureOf(ada).of(seen(ada, ben))).toEqual({ kind: 'changed', on: '2026-03-01' });
	// Ada's keys are what they were.
	expect(kindOf(ben, ada)).toBe('compared');

	sureOf(ada).goOn(seen(ada, ben));
	expect(sureOf(ada).of(seen(ada, ben))).toEqual({ kind: 'went-on', on: '2026-03-01' });
	await loseDevice();
	expect(kindOf(ada, ben)).toBe('changed');

	expect(await sureOf(ada).words(seen(ada, ben), signal)).toEqual(
		await sureOf(ben).words(seen(ben, ada), signal)
	);
	sureOf(ada).compared(seen(ada, ben), '2026-04-02');
	expect(sureOf(ada).of(seen(ada, ben))).toEqual({ kind: 'compared', on: '2026-04-02' });
});

test('nothing is kept about people whom one has not compared with', async () => {
	sureOf(ada).goOn(seen(ada, ben));
	expect(kindOf(ada, ben)).toBe('never');
	sureOf(ada).compared(seen(ada, ben), '2026-03-01');
	await ada.opened.remove(ben.opened.me);
	await table.clock.advance(5_000);
	const again = await table.seat('Ben');
	expect(kindOf(ada, again)).toBe('never');
});
