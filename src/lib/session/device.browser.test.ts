import { afterEach, expect, test, vi } from 'vitest';
import { writeText } from '#lib/casedoc/text.ts';
import { openBrowserDevice } from './browser.ts';
import type { Device } from './device.ts';

const beginning = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
const pages: Device[] = [];

/** Another page of the same browser. */
async function openPage(): Promise<Device> {
	const opened = await openBrowserDevice();
	if (opened.kind !== 'device') throw new Error(opened.kind);
	pages.push(opened.device);
	return opened.device;
}

function changed(device: Device, done: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const look = () => done() && resolve();
		device.onChange(look);
		look();
	});
}

async function databasesOf(document: string): Promise<string[]> {
	return (await indexedDB.databases()).flatMap(({ name }) => (name?.includes(document) ? [name] : []));
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const device of pages.splice(0)) {
		await device.close();
		await device.vault.wipe();
		await device.platform.outbox.close();
	}
	for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
});

test('a case that begins in one page is on the list of the others, and so is the name', async () => {
	const [here, there] = [await openPage(), await openPage()];
	const document = await here.startCase(beginning);
	await changed(there, () => there.seat(document) !== undefined && there.name === 'Maya');
	const opened = await there.open(document);
	expect(opened.readPlan().client.name).toBe('Rosa');
});

test('a vault that cannot be opened just now is not taken for an empty one', async () => {
	const first = await openPage();
	const document = await first.startCase(beginning);
	const open = IDBFactory.prototype.open;
	const failing = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (
		this: IDBFactory,
		name,
		version
	) {
		if (name.endsWith('/vault')) throw new DOMException('', 'UnknownError');
		return open.call(this, name, version);
	});
	expect(await openBrowserDevice()).toEqual({ kind: 'not-read', reason: 'failed' });
	failing.mockRestore();
	expect((await openPage()).seat(document)).toBeDefined();
});

test('a case that is left in one page closes in the others, which write nothing more of it', async () => {
	const [here, there] = [await openPage(), await openPage()];
	const document = await here.startCase(beginning);
	await changed(there, () => there.seat(document) !== undefined);
	const opened = await there.open(document);
	opened.edit((plan) => writeText(plan, { record: 'plan', id: 'plan', field: 'mattersToMe' }, 'Singing'));
	await Promise.all([here.leave(document), changed(there, () => there.seat(document) === undefined)]);
	await there.summarise(opened);
	await there.looked(opened);
	await there.flush();
	expect(await databasesOf(document)).toEqual([]);
	expect(await here.vault.names('seat/')).toEqual({ kind: 'names', names: [] });
	expect(there.seats).toEqual([]);
});
