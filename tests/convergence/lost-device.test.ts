import { describe, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { readHomeSeat } from '#lib/casedoc/home.ts';
import type { Capability } from '#lib/roster/capability.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Case } from '#lib/session/case.ts';
import { HomeTable, type Held } from '../simulation/home-table.ts';

const rosa = { clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' } as const;

/** Ben, who has a laptop, a phone and a tablet, sits in Ada’s case. */
async function setOut(capability: Capability) {
	const table = new HomeTable();
	const [ada, laptop, phone, tablet] = [
		await table.open(),
		await table.open(),
		await table.open(),
		await table.open()
	];
	const document = await ada.device.startCase(rosa);
	const adas = await ada.device.open(document);
	const invited = await adas.invite(
		{ name: 'Ben', relation: 'provider', capability, expiry: 0 },
		'http://relay.test'
	);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	const look = await laptop.device.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	expect((await laptop.device.join(look, 'Ben')).kind).toBe('accepted');
	await table.settle();
	await table.link(laptop, phone, 'Phone');
	await table.link(laptop, tablet, 'Tablet');
	for (const { device } of [laptop, phone, tablet]) await device.open(document);
	await table.settle();
	return { table, ada, laptop, phone, tablet, document };
}

function seatNamed({ device }: Held, name: string) {
	const found = device.home?.devices.find((one) => one.name === name);
	if (!found) throw new Error(`no device ${name}`);
	return found.id;
}

function addTo(opened: Case, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

async function goalsOn({ device }: Held, document: DocumentId): Promise<string[]> {
	return (await device.open(document)).readPlan().goals.map(({ words }) => words);
}

function keyOn(held: Held, document: DocumentId): string | undefined {
	return held.device.seat(document)?.seed.reveal().join();
}

/** Long enough for all that is tried again. */
async function settleAll(table: HomeTable): Promise<void> {
	for (let i = 0; i < 4; i++) await table.clock.advance(15_000);
}

describe.each(['view', 'comment', 'edit', 'manage'] as const)(
	'who may %s and has lost a phone',
	(capability) => {
		test('has new keys in the case, on the devices that are left and not on that one', async () => {
			const { table, ada, laptop, phone, tablet, document } = await setOut(capability);
			const before = keyOn(laptop, document);
			expect(keyOn(phone, document)).toBe(before);
			const removed = await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
			expect(removed).toEqual({ kind: 'stated' });
			expect(laptop.device.renewing.left).toEqual([{ document, delay: null }]);
			await settleAll(table);

			expect(laptop.device.renewing.left).toEqual([]);
			expect(keyOn(laptop, document)).not.toBe(before);
			expect(keyOn(tablet, document)).toBe(keyOn(laptop, document));
			expect(keyOn(phone, document)).toBe(before);
			expect(phone.device.home?.isOut).toBe(true);
			expect(phone.device.home?.mayWrite).toBe(false);

			const adas = await ada.device.open(document);
			addTo(adas, 'Said afterwards');
			await settleAll(table);
			expect(await goalsOn(laptop, document)).toEqual(['Said afterwards']);
			expect(await goalsOn(tablet, document)).toEqual(['Said afterwards']);
			expect(await goalsOn(phone, document)).toEqual([]);
			expect((await phone.device.open(document)).mayEdit).toBe(false);
			expect(adas.people.map(({ name, suspended }) => [name, suspended])).toEqual([
				['Ada', false],
				['Ben', false]
			]);
			const bens = await tablet.device.open(document);
			expect([bens.isRemoved, bens.status.kind]).toEqual([false, 'sent']);
			if (capability === 'edit' || capability === 'manage') {
				addTo(bens, 'By Ben');
				await settleAll(table);
				expect(await goalsOn(ada, document)).toEqual(['Said afterwards', 'By Ben']);
				expect(await goalsOn(phone, document)).toEqual([]);
			}
		});
	}
);

test('who has new keys is the same person: what they said and wrote before is theirs, and they may take it back', async () => {
	const { table, ada, laptop, document } = await setOut('edit');
	const [adas, bens] = [await ada.device.open(document), await laptop.device.open(document)];
	const about = { record: 'plan', id: 'plan' } as const;
	const before = bens.me;
	bens.say({ kind: 'comment', id: 'c', at: 1, about, text: 'Mine' });
	addTo(bens, 'By Ben');
	await table.settle();
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await settleAll(table);

	const after = await laptop.device.open(document);
	expect(after.document.me.id).not.toBe(bens.document.me.id);
	expect(after.me).toBe(before);
	expect(adas.people.map(({ id }) => id)).toContain(before);
	const [goal] = adas.readPlan().goals;
	expect(adas.addedBy('goal', goal?.id ?? '')).toEqual({ by: before, name: 'Ben' });
	const [thread] = adas.readTalk().threads;
	expect(thread?.said).toMatchObject({ by: before, text: 'Mine' });
	after.say({ kind: 'withdraw', id: 'w', at: 2, item: thread?.id ?? '' });
	await settleAll(table);
	expect(adas.readTalk().threads[0]?.said.withdrawn).toBe(true);
	expect((await adas.remove(before)).kind).toBe('stated');
	await settleAll(table);
	expect((await laptop.device.open(document)).isRemoved).toBe(true);
});

test('a case that is out of reach has its turn when it is back, after a reload too', async () => {
	const { table, laptop, tablet, phone, document } = await setOut('view');
	const before = keyOn(laptop, document);
	laptop.cable.setPlugged(false);
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await settleAll(table);
	expect(laptop.device.renewing.left).toEqual([{ document, delay: 'unreachable' }]);
	expect(phone.device.home?.isOut).toBe(false);
	const again = await table.open(laptop);
	await settleAll(table);
	expect(keyOn(again, document)).toBe(before);
	again.cable.setPlugged(true);
	await settleAll(table);
	expect(again.device.renewing.left).toEqual([]);
	expect(keyOn(again, document)).not.toBe(before);
	expect(keyOn(tablet, document)).toBe(keyOn(again, document));
});

test('another device takes over what the one that removed it has left undone', async () => {
	const { table, laptop, tablet, document } = await setOut('comment');
	const before = keyOn(tablet, document);
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await table.clock.advance(1000);
	laptop.kill();
	await settleAll(table);
	expect(tablet.device.renewing.left).toEqual([{ document, delay: 'elsewhere' }]);
	await table.clock.advance(11 * 60_000);
	expect(tablet.device.renewing.left).toEqual([]);
	expect(keyOn(tablet, document)).not.toBe(before);
	const again = await table.open(laptop);
	await settleAll(table);
	expect(keyOn(again, document)).toBe(keyOn(tablet, document));
	expect((await again.device.open(document)).isRemoved).toBe(false);
});

test.each([0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20])(
	'a page that is closed %i turns into the work loses nothing of it',
	async (turns) => {
		const { table, laptop, tablet, ada, document } = await setOut('edit');
		await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
		await table.clock.advance(2_999);
		const working = table.clock.advance(1);
		for (let i = 0; i < turns; i++) await new Promise<void>((next) => setImmediate(next));
		laptop.kill();
		await working;
		const again = await table.open(laptop);
		await settleAll(table);
		expect(again.device.renewing.left).toEqual([]);
		expect(keyOn(again, document)).toBe(keyOn(tablet, document));
		addTo(await again.device.open(document), 'By Ben');
		await settleAll(table);
		expect(await goalsOn(ada, document)).toEqual(['By Ben']);
		expect(await goalsOn(tablet, document)).toEqual(['By Ben']);
	}
);

test('two devices that do the same work, each without the other, arrive at the same keys', async () => {
	const { table, laptop, tablet, ada, document } = await setOut('edit');
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await table.clock.advance(1000);
	laptop.cable.setPlugged(false);
	// The tablet has waited long enough.
	await table.clock.advance(11 * 60_000);
	laptop.cable.setPlugged(true);
	await settleAll(table);
	expect(keyOn(laptop, document)).toBe(keyOn(tablet, document));
	addTo(await laptop.device.open(document), 'By Ben');
	addTo(await tablet.device.open(document), 'By Ben, too');
	await settleAll(table);
	expect((await goalsOn(ada, document)).sort()).toEqual(['By Ben', 'By Ben, too']);
	const people = (await ada.device.open(document)).people;
	expect(people.some(({ suspended }) => suspended)).toBe(false);
});

test('two devices that remove each other at once: the one that was linked earlier stays, with every case', async () => {
	const { table, laptop, phone, tablet, document } = await setOut('manage');
	const before = keyOn(laptop, document);
	laptop.cable.setPlugged(false);
	phone.cable.setPlugged(false);
	const first = phone.device.home?.devices[0];
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await phone.device.keeping.removeDevice(first?.id ?? seatNamed(phone, ''));
	await table.settle();
	laptop.cable.setPlugged(true);
	phone.cable.setPlugged(true);
	await settleAll(table);
	expect(phone.device.home?.isOut).toBe(true);
	expect(laptop.device.home?.isOut).toBe(false);
	expect(laptop.device.home?.devices.map(({ name }) => name)).toEqual(['', 'Tablet']);
	expect(laptop.device.renewing.left).toEqual([]);
	expect(keyOn(laptop, document)).not.toBe(before);
	expect(keyOn(tablet, document)).toBe(keyOn(laptop, document));
	expect(keyOn(phone, document)).toBe(before);
});

test('two lost devices, one after the other; a case that was begun between them has new keys once', async () => {
	const { table, laptop, phone, tablet, document } = await setOut('view');
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await settleAll(table);
	const between = await laptop.device.startCase(rosa);
	await settleAll(table);
	const first = keyOn(tablet, between);
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Tablet'));
	await settleAll(table);
	expect(laptop.device.renewing.left).toEqual([]);
	expect(keyOn(laptop, between)).not.toBe(first);
	const home = laptop.device.home;
	const [both, one] = [document, between].map((each) => home && readHomeSeat(home.doc, each));
	expect(both).toMatchObject({ without: { length: 2 } });
	expect(one).toMatchObject({ without: { length: 2 } });
	expect(phone.device.seats).toHaveLength(1);
	expect(keyOn(tablet, between)).toBe(first);
});

test('what another device had written and not yet sent is in the plan, or told as lost', async () => {
	const { table, laptop, tablet, document } = await setOut('edit');
	tablet.cable.setPlugged(false);
	addTo(await tablet.device.open(document), 'Written on the train');
	await table.settle();
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	await settleAll(table);
	tablet.cable.setPlugged(true);
	await settleAll(table);
	expect(keyOn(tablet, document)).toBe(keyOn(laptop, document));
	const shown = await goalsOn(tablet, document);
	const lost = tablet.device.seat(document)?.lost ?? [];
	expect([...shown, ...lost.map((words) => JSON.stringify(words))].join()).toContain('Written on the train');
	expect(await goalsOn(laptop, document)).toEqual(shown);
	expect((await tablet.device.open(document)).status.kind).toBe('sent');
	const again = await table.open(tablet);
	expect((await again.device.open(document)).status.kind).toBe('sent');
});

test('what is being typed while the keys change goes on', async () => {
	const { table, ada, laptop, tablet, document } = await setOut('edit');
	await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
	for (let i = 0; i < 40; i++) {
		addTo(await tablet.device.open(document), `Word ${i}`);
		await table.clock.advance(173);
	}
	await settleAll(table);
	expect(keyOn(tablet, document)).toBe(keyOn(laptop, document));
	const lost = tablet.device.seat(document)?.lost ?? [];
	const kept = [...(await goalsOn(tablet, document)), ...lost.map(({ text }) => text)].join('\n').split('\n');
	expect(kept.filter((words) => words !== '').sort()).toEqual(
		Array.from({ length: 40 }, (_, i) => `Word ${i}`).sort()
	);
	expect(await goalsOn(ada, document)).toEqual(await goalsOn(tablet, document));
	expect((await tablet.device.open(document)).status.kind).toBe('sent');
});

test.each([0, 1, 2, 3])(
	'two devices that were cut off from each other removed the same one, or two: one key, and nobody in doubt, %i',
	async (way) => {
		const { table, ada, laptop, tablet, document } = await setOut('edit');
		const spare = await table.open();
		await table.link(laptop, spare, 'Spare');
		await table.settle();
		laptop.cable.setPlugged(false);
		tablet.cable.setPlugged(false);
		await laptop.device.keeping.removeDevice(seatNamed(laptop, 'Phone'));
		await tablet.device.keeping.removeDevice(seatNamed(tablet, way < 2 ? 'Phone' : 'Spare'));
		await settleAll(table);
		const [first, second] = way % 2 === 0 ? [laptop, tablet] : [tablet, laptop];
		first.cable.setPlugged(true);
		if (way < 2) await settleAll(table);
		second.cable.setPlugged(true);
		await settleAll(table);
		await settleAll(table);
		await table.clock.advance(11 * 60_000);
		await settleAll(table);
		for (const { device } of [laptop, tablet]) expect(device.renewing.left).toEqual([]);
		expect(keyOn(laptop, document)).toBe(keyOn(tablet, document));
		addTo(await laptop.device.open(document), 'By the laptop');
		addTo(await tablet.device.open(document), 'By the tablet');
		await settleAll(table);
		expect((await goalsOn(ada, document)).sort()).toEqual(['By the laptop', 'By the tablet']);
		const { people } = await ada.device.open(document);
		expect(people.map(({ name, suspended }) => [name, suspended])).toEqual([
			['Ada', false],
			['Ben', false]
		]);
	}
);
