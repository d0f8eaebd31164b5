import { expect, test } from 'vitest';
import { KitTable } from '../../../tests/simulation/kit-table.ts';
import { noteBackup } from './last-backup.ts';
import { isKitPutOff, putOffKit, wayBack } from './way-back.ts';

const day = 24 * 60 * 60 * 1000;

async function setOut() {
	const table = await KitTable.set();
	const laptop = await table.open();
	await laptop.device.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	await table.settle();
	return { table, laptop };
}

test('a kit is a way back once it has been tried', async () => {
	const { table, laptop } = await setOut();
	expect(await wayBack(laptop.device)).toBe('none');
	const { words } = await table.make(laptop);
	expect(await wayBack(laptop.device)).toBe('untried');
	await table.check(laptop, words.join(' '));
	expect(await wayBack(laptop.device)).toBe('there');
});

test('a second device is one, and so is a backup file', async () => {
	const { table, laptop } = await setOut();
	const alone = await table.open();
	expect(await wayBack(alone.device)).toBe('none');
	await noteBackup(alone.device);
	expect(await wayBack(alone.device)).toBe('there');
	const tablet = await table.open();
	await table.link(laptop, tablet, 'Tablet');
	for (const { device } of [laptop, tablet]) expect(await wayBack(device)).toBe('there');
});

test('devices that were lost before a kit was used are no way back', async () => {
	const { table, laptop } = await setOut();
	const tablet = await table.open();
	await table.link(laptop, tablet, 'Tablet');
	const { link } = await table.make(laptop);
	laptop.kill();
	tablet.kill();
	await table.clock.advance(day);
	const phone = await table.open();
	expect((await table.recover(phone, link)).kind).toBe('recovered');
	expect(phone.device.home?.devices).toHaveLength(3);
	expect(await wayBack(phone.device)).toBe('none');
	const computer = await table.open();
	await table.link(phone, computer, 'Computer');
	for (const { device } of [phone, computer]) expect(await wayBack(device)).toBe('there');
});

test('who does not want to be asked just now is asked again after a week', async () => {
	const { table, laptop } = await setOut();
	expect(await isKitPutOff(laptop.device)).toBe(false);
	await putOffKit(laptop.device);
	expect(await isKitPutOff(laptop.device)).toBe(true);
	await table.clock.advance(7 * day - 1000);
	expect(await isKitPutOff(laptop.device)).toBe(true);
	await table.clock.advance(2000);
	expect(await isKitPutOff(laptop.device)).toBe(false);
});
