import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { keepFindable, makeKit } from '#lib/session/kit-making.ts';
import type { Held } from '../simulation/home-table.ts';
import { KitTable } from '../simulation/kit-table.ts';

const rosa = { clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' } as const;
const otto = { clientName: 'Otto', myName: 'Ben', relation: 'case-manager' } as const;

function casesOf({ device }: Held): string[] {
	return device.seats.map(({ summary }) => summary.name).sort();
}

function keyOn({ device }: Held, document: DocumentId): string | undefined {
	return device.seat(document)?.seed.reveal().join();
}

async function goalsOn({ device }: Held, document: DocumentId): Promise<string[]> {
	return (await device.open(document)).readPlan().goals.map(({ words }) => words);
}

/** Ada's laptop with one case, and her kit, which she has tried. */
async function setOut() {
	const table = await KitTable.set();
	const laptop = await table.open();
	const document = await laptop.device.startCase(rosa);
	await table.settle();
	const kit = await table.make(laptop);
	expect(await table.check(laptop, kit.words.join(' '))).toEqual({ kind: 'checked' });
	return { table, laptop, document, kit };
}

test('a kit can be made before the first case, and brings back what is begun later', async () => {
	const table = await KitTable.set();
	const laptop = await table.open();
	const { words } = await table.make(laptop);
	expect(words).toHaveLength(12);
	await laptop.device.startCase(rosa);
	await table.settle();
	laptop.kill();
	const phone = await table.open();
	expect(await table.recover(phone, words.join(' '))).toMatchObject({ kind: 'recovered', cases: 1 });
	expect(casesOf(phone)).toEqual(['Rosa']);
});

test.each(['words', 'link'] as const)(
	'a person who lost every device gets all of it back by the %s',
	async (by) => {
		const { table, laptop, document, kit } = await setOut();
		const tablet = await table.open();
		await table.link(laptop, tablet, 'Tablet');
		const second = await tablet.device.startCase({ ...otto, myName: 'Ada' });
		const opened = await tablet.device.open(document);
		opened.edit((plan) => addGoal(plan, { ...opened.making(), words: 'Walk to the shop' }));
		await table.settle();
		laptop.kill();
		tablet.kill();

		const phone = await table.open();
		const text = by === 'words' ? kit.words.join(' ') : kit.link;
		const looked = await table.look(phone, text);
		expect(looked.state).toEqual({ kind: 'found', whose: 'Ada', devices: 2 });
		await table.during(looked.enter('New phone'));
		await table.settle();
		expect(looked.state).toEqual({ kind: 'recovered', cases: 2, isComplete: true });
		expect(casesOf(phone)).toEqual(['Otto', 'Rosa']);
		expect(phone.device.name).toBe('Ada');
		await phone.device.open(document);
		await table.settle();
		expect(await goalsOn(phone, document)).toEqual(['Walk to the shop']);
		expect((await phone.device.open(second)).mayManage).toBe(true);
		expect(phone.device.home?.devices.map(({ name }) => name)).toEqual(['', 'Tablet', 'New phone']);
		expect(phone.device.home?.kits).toEqual([]);

		// It is a device like any other: it removes those that were lost.
		for (const { id, isThis } of phone.device.home?.devices ?? [])
			if (!isThis) await phone.device.keeping.removeDevice(id);
		await table.settleAll();
		expect(phone.device.home?.devices).toHaveLength(1);
		expect(phone.device.renewing.left).toEqual([]);
		const next = await table.make(phone);
		expect(await table.check(phone, next.link)).toEqual({ kind: 'checked' });
	}
);

test('trying a kit uses nothing up, and is known on every device', async () => {
	const { table, laptop, kit } = await setOut();
	const tablet = await table.open();
	await table.link(laptop, tablet, 'Tablet');
	for (const device of [laptop, tablet])
		expect(device.device.home?.kits).toMatchObject([{ id: kit.id, checked: '2026-01-05' }]);
	expect(await table.check(tablet, kit.link)).toEqual({ kind: 'checked' });
	expect((await table.recover(await table.open(), kit.link)).kind).toBe('recovered');
});

test('a kit is good once', async () => {
	const { table, kit } = await setOut();
	expect((await table.recover(await table.open(), kit.words.join(' '))).kind).toBe('recovered');
	for (const text of [kit.words.join(' '), kit.link]) {
		const later = await table.open();
		expect(await table.recover(later, text)).toEqual({ kind: 'over', fault: { kind: 'over' } });
		expect(later.device.home).toBeNull();
	}
});

test('a kit that was replaced opens nothing, and its holder is given nothing that is written afterwards', async () => {
	const { table, laptop, document, kit } = await setOut();
	const before = keyOn(laptop, document);
	const next = await table.make(laptop);
	await table.settleAll();
	expect(laptop.device.home?.kits.map(({ id }) => id)).toEqual([next.id]);
	for (const text of [kit.words.join(' '), kit.link]) {
		const finder = await table.open();
		expect(await table.recover(finder, text)).toEqual({ kind: 'over', fault: { kind: 'over' } });
		expect(casesOf(finder)).toEqual([]);
	}
	// What the relay may have shown to a finder before leads nowhere any more.
	expect(laptop.device.renewing.left).toEqual([]);
	expect(keyOn(laptop, document)).not.toBe(before);
	const phone = await table.open();
	expect((await table.recover(phone, next.words.join(' '))).kind).toBe('recovered');
	expect(keyOn(phone, document)).toBe(keyOn(laptop, document));
});

test('a kit that nobody has seen is no reason for new keys', async () => {
	const table = await KitTable.set();
	const laptop = await table.open();
	const document = await laptop.device.startCase(rosa);
	await table.settle();
	const before = keyOn(laptop, document);
	table.pointers.isReachable = false;
	expect((await table.during(makeKit(table.at(laptop)))).kind).toBe('unreachable');
	laptop.cable.setPlugged(false);
	expect((await table.during(makeKit(table.at(laptop)))).kind).toBe('unreachable');
	laptop.cable.setPlugged(true);
	await table.settleAll();
	expect(laptop.device.home?.kits).toEqual([]);
	expect(laptop.device.renewing.left).toEqual([]);
	expect(keyOn(laptop, document)).toBe(before);
});

test('a kit ends with the device that made it, when that one is removed', async () => {
	const { table, laptop, kit } = await setOut();
	const tablet = await table.open();
	await table.link(laptop, tablet, 'Tablet');
	const lost = tablet.device.home?.devices.find(({ isThis }) => !isThis);
	if (!lost) throw new Error('there is a laptop');
	await tablet.device.keeping.removeDevice(lost.id);
	await table.settleAll();
	expect(tablet.device.home?.kits).toEqual([]);
	expect(await table.recover(await table.open(), kit.link)).toEqual({
		kind: 'over',
		fault: { kind: 'over' }
	});
});

test('a device that has cases of its own brings them along', async () => {
	const { table, kit } = await setOut();
	const phone = await table.open();
	await phone.device.startCase(otto);
	await table.settle();
	const state = await table.recover(phone, kit.words.join(' '));
	expect(state).toEqual({ kind: 'recovered', cases: 2, isComplete: true });
	expect(casesOf(phone)).toEqual(['Otto', 'Rosa']);
});

test('a device of the same person needs no kit, and does not use it up', async () => {
	const { table, laptop, kit } = await setOut();
	expect(await table.recover(laptop, kit.link)).toEqual({ kind: 'over', fault: { kind: 'already' } });
	expect(laptop.device.home?.kits).toHaveLength(1);
});

test('a kit of somebody else is not taken for one’s own', async () => {
	const { table, laptop } = await setOut();
	const ben = await table.open();
	await ben.device.startCase(otto);
	await table.settle();
	const bens = await table.make(ben);
	expect(await table.check(laptop, bens.words.join(' '))).toEqual({ kind: 'not-this-one' });
	expect(ben.device.home?.kits).toMatchObject([{ checked: null }]);
});

test.each([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 40])(
	'a page that is closed %i turns after its person said yes still gets everything, by what it wrote down',
	async (turns) => {
		const { table, laptop, kit } = await setOut();
		laptop.kill();
		const phone = await table.open();
		const recovery = await table.look(phone, kit.link);
		const entering = recovery.enter('New phone');
		for (let i = 0; i < turns; i++) await new Promise<void>((next) => setImmediate(next));
		phone.kill();
		void entering.catch(() => undefined);
		const again = await table.open(phone);
		await table.settleAll();
		if (again.device.home === null) {
			expect((await table.recover(again, kit.link)).kind).toBe('recovered');
		}
		expect(casesOf(again)).toEqual(['Rosa']);
		expect(again.device.home?.devices.map(({ name }) => name)).toEqual(['', 'New phone']);
	}
);

test('the network goes in the middle of it: everything comes when it is back', async () => {
	const { table, laptop, kit } = await setOut();
	laptop.kill();
	const phone = await table.open();
	const recovery = await table.look(phone, kit.link);
	phone.cable.setPlugged(false);
	await table.during(recovery.enter('New phone'));
	expect(recovery.state).toMatchObject({ kind: 'recovered', isComplete: false });
	expect(casesOf(phone)).toEqual([]);
	phone.cable.setPlugged(true);
	await table.settleAll();
	expect(casesOf(phone)).toEqual(['Rosa']);
});

test('a relay that has lost what it kept for a kit is told of it again', async () => {
	const { table, laptop, kit } = await setOut();
	const words = kit.words.join(' ');
	table.pointers.held.clear();
	const phone = await table.open();
	expect(await table.recover(phone, words)).toEqual({ kind: 'over', fault: { kind: 'unknown' } });
	await keepFindable(table.at(laptop));
	expect((await table.recover(phone, words)).kind).toBe('recovered');
});
