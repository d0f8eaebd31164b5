import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { documentId, toText, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { largestFrame } from '#lib/seal/frame.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Device } from '#lib/session/device.ts';
import { newSeat } from '#lib/session/joining.ts';
import { writeSeat } from '#lib/session/seats.ts';
import { runHome } from '../simulation/home-history.ts';
import { HomeTable, type Held } from '../simulation/home-table.ts';
import { faultOf, runTwoDevices } from '../simulation/random-edits.ts';
import { seeded } from '../simulation/seeded.ts';

const rosa = { clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' } as const;
const otto = { clientName: 'Otto', myName: 'Ada', relation: 'case-manager' } as const;

function casesOf(device: Device): string[] {
	return device.seats.map(({ summary }) => summary.name).sort();
}

test('a home is founded with the first case that is shared, and not with the made-up one', async () => {
	const table = new HomeTable();
	const { device } = await table.open();
	await device.startDemo('Ada', '2026-01-05');
	await table.settle();
	expect(device.home).toBeNull();
	await device.startCase(rosa);
	await table.settle();
	expect(device.home?.devices).toMatchObject([{ isThis: true, lastUsed: '2026-01-05' }]);
});

test('what a person has on one device is on the other after linking, both ways and later too', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	const first = await laptop.device.startCase(rosa);
	await laptop.device.startDemo('Ada', '2026-01-05');
	const phone = await table.open();
	await table.link(laptop, phone);
	expect(casesOf(phone.device)).toEqual(['Rosa']);
	expect(phone.device.name).toBe('Ada');

	const opened = await phone.device.open(first);
	await table.settle();
	expect(opened.readPlan().client.name).toBe('Rosa');
	expect(opened.mayManage).toBe(true);
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words: 'Walk to the shop' }));
	await table.settle();
	const onLaptop = await laptop.device.open(first);
	expect(onLaptop.readPlan().goals.map(({ words }) => words)).toEqual(['Walk to the shop']);

	await phone.device.startCase(otto);
	await phone.device.rename('Ada Lane');
	await table.settle();
	expect(casesOf(laptop.device)).toContain('Otto');
	expect(laptop.device.name).toBe('Ada Lane');
	expect(laptop.device.home?.devices.map(({ name, isThis }) => [name, isThis])).toEqual([
		['', true],
		['Phone', false]
	]);
});

test('a device that has cases of its own brings them into the home that it enters', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	await laptop.device.startCase(rosa);
	const phone = await table.open();
	await phone.device.startCase({ ...otto, myName: 'A.' });
	await table.settle();
	await table.link(laptop, phone);
	expect(casesOf(laptop.device)).toEqual(['Otto', 'Rosa']);
	expect(casesOf(phone.device)).toEqual(['Otto', 'Rosa']);
	expect(phone.device.name).toBe('Ada');
	expect(phone.device.home?.id).toBe(laptop.device.home?.id);
	const again = await table.open(phone);
	expect(casesOf(again.device)).toEqual(['Otto', 'Rosa']);
	expect(again.device.home?.devices).toHaveLength(2);
});

test('a case that was taken off one device stays off it, and on the other', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	const document = await laptop.device.startCase(rosa);
	const phone = await table.open();
	await table.link(laptop, phone);
	await phone.device.leave(document);
	await table.settle();
	expect(casesOf(phone.device)).toEqual([]);
	expect(casesOf(laptop.device)).toEqual(['Rosa']);
	expect(casesOf((await table.open(phone)).device)).toEqual([]);
});

/** Ada’s case, to which Ben has been invited; he sits down on this device. */
async function bensSeat(table: HomeTable, ben: Held, ada: Held, document: DocumentId, other = false) {
	const opened = await ada.device.open(document);
	const invited = await opened.invite(
		{ name: 'Ben', relation: 'provider', capability: 'manage', expiry: 0 },
		'http://relay.test'
	);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	const look = await ben.device.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	expect((await ben.device.join(look, 'Ben', other)).kind).toBe('accepted');
	await table.settle();
	return ben.device.open(document);
}

test('who leaves a table for good does not meet it on a device that is linked later', async () => {
	const table = new HomeTable();
	const [ada, ben] = [await table.open(), await table.open()];
	const document = await ada.device.startCase(rosa);
	const bens = await bensSeat(table, ben, ada, document);
	expect(await bens.remove(bens.me)).toEqual({ kind: 'stated' });
	await table.settle();
	const phone = await table.open();
	await table.link(ben, phone);
	expect(casesOf(phone.device)).toEqual([]);
	expect(ben.device.seats).toHaveLength(1);
});

test('who sits down again at a table that they had left does so on all devices', async () => {
	const table = new HomeTable();
	const [ada, ben, phone] = [await table.open(), await table.open(), await table.open()];
	const document = await ada.device.startCase(rosa);
	const bens = await bensSeat(table, ben, ada, document);
	await table.link(ben, phone);
	const onPhone = await phone.device.open(document);
	await bens.remove(bens.me);
	await table.settle();
	expect(onPhone.isRemoved).toBe(true);
	await ben.device.leave(document);
	await bensSeat(table, ben, ada, document);
	await table.settle();
	const again = await phone.device.open(document);
	expect([again.isRemoved, again.mayManage]).toEqual([false, true]);
	expect(phone.device.home?.devices).toHaveLength(2);
});

test('a seat that somebody else has taken on a device stays on that one', async () => {
	const table = new HomeTable();
	const [ada, ben, phone] = [await table.open(), await table.open(), await table.open()];
	const document = await ada.device.startCase(rosa);
	await ben.device.startCase({ ...otto, myName: 'Carla' });
	await bensSeat(table, ben, ada, document, true);
	expect(ben.device.name).toBe('Carla');
	await table.link(ben, phone);
	expect(casesOf(phone.device)).toEqual(['Otto']);
	expect(ben.device.seats).toHaveLength(2);
});

test('what was looked at on one device is no news on the other', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	const document = await laptop.device.startCase(rosa);
	const phone = await table.open();
	await table.link(laptop, phone);
	const onLaptop = await laptop.device.open(document);
	await laptop.device.looked(onLaptop);
	await table.settle();
	const onPhone = await phone.device.open(document);
	onPhone.edit((plan) => addGoal(plan, { ...onPhone.making(), words: 'Walk to the shop' }));
	await table.settle();
	expect(onLaptop.changes()).toHaveLength(1);
	await phone.device.looked(onPhone);
	await table.settle();
	expect(onLaptop.changes()).toEqual([]);
	expect(laptop.device.seat(document)?.summary.news).toBe(0);
});

test('two devices of one person are one person at the table', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	const document = await laptop.device.startCase(rosa);
	const phone = await table.open();
	await table.link(laptop, phone);
	const [onLaptop, onPhone] = [await laptop.device.open(document), await phone.device.open(document)];
	onLaptop.arrive();
	onPhone.arrive();
	onPhone.workOn('goals');
	await table.settle();
	expect(onLaptop.people.map(({ name, isMe, here }) => [name, isMe, here])).toEqual([['Ada', true, true]]);
	expect(onLaptop.status.kind).toBe('sent');
	expect(onPhone.status.kind).toBe('sent');
});

test('a home that was founded while no relay could be reached is there for another device later', async () => {
	const table = new HomeTable();
	const laptop = await table.open();
	laptop.cable.setPlugged(false);
	await laptop.device.startCase(rosa);
	await table.settle();
	expect(laptop.device.home).not.toBeNull();
	const again = await table.open(laptop);
	again.cable.setPlugged(true);
	const phone = await table.open();
	await table.link(again, phone);
	expect(casesOf(phone.device)).toEqual(['Rosa']);
});

test.each([1, 2, 3, 4])('two devices of one person and another person converge, seed %i', async (seed) => {
	const outcome = await runTwoDevices(seed, 40);
	expect(faultOf(outcome), outcome.steps.join('\n')).toBeNull();
});

test.each([1, 2, 3, 4, 5, 6])(
	'devices that come, go and are cut off have the same in the end, seed %i',
	async (seed) => {
		const { steps, fault } = await runHome(seed, 30);
		expect(fault, `seed ${seed}:\n${steps.join('\n')}`).toBeNull();
	}
);

test('many cases are more than one entry holds, and all of them come', async () => {
	const table = new HomeTable(seeded(1).bytes);
	const laptop = await table.open();
	const { bytes } = seeded(2);
	const looked = Object.fromEntries(
		Array.from({ length: 1000 }, (_, i) => [`goal/${toText(bytes(12))}`, `mark ${i}`])
	);
	for (let i = 0; i < 80; i++) {
		const made = {
			document: documentId(bytes(32)),
			seed: new Secret(bytes(32)),
			relays: ['http://relay.test']
		};
		const seat = newSeat({ ...made, openedAt: i, statements: [] });
		await writeSeat(laptop.storage.vault, { ...seat, looked });
	}
	const again = await table.open(laptop);
	const phone = await table.open();
	await table.link(again, phone);
	expect(phone.device.seats).toHaveLength(80);
	const held = [...(again.device.home?.document.held.values() ?? [])].flat();
	expect(Math.max(...held.map(({ bytes: { length } }) => length))).toBeLessThan(largestFrame);
	expect(again.device.home?.document.status.kind).toBe('sent');
});
