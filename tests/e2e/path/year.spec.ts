import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { planChannel } from '#lib/roster/capability.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { openRelayDevice } from '../../simulation/relay-device.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, field, join, words } from './steps.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
const watched = { record: 'plan', id: 'plan', field: 'watching' } as const;
const generations = 40;
const devices: Device[] = [];

test.afterAll(() => Promise.all(devices.map((device) => device.close())));

test('a device that was away for a year comes back with what was written on it', async ({
	openPerson,
	server
}) => {
	const ada = await newDevice(server.url);
	const document = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const adas = await ada.open(document);
	const bens = await sit(adas, 'Ben', server.url, 'manage');
	const leaving = [await sit(adas, 'Cy', server.url), await sit(adas, 'Dee', server.url)];

	const rosa = await openPerson('Rosa');
	const offer = { name: 'Rosa', relation: 'client', capability: 'edit', expiry: 0 } as const;
	const invited = await adas.invite(offer, server.url);
	if (invited.kind !== 'invited') throw new Error(invited.kind);
	await sent(adas);
	await join(rosa.page, invited.link, 'Rosa');
	await field(rosa.page, words.matters).pressSequentially('My garden.');
	await expectStatus(rosa.page, words.sent);
	await rosa.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await rosa.context.setOffline(true);
	await expectStatus(rosa.page, words.offline);
	await field(rosa.page, words.matters).press('End');
	await rosa.page.keyboard.type(' And my sister, who lives by the sea.');
	await expectStatus(rosa.page, words.offline);
	const address = rosa.page.url();
	await rosa.page.close();

	await test.step('forty generations go by, and two people leave', async () => {
		for (let year = 1; year <= generations; year++) {
			const [writer, other] = year % 2 === 0 ? [adas, bens] : [bens, adas];
			const text = writer.text(watched);
			text.splice(text.read().length, 0, `Week ${year}. `);
			await writer.document.flush();
			await expect.poll(() => other.text(watched).read()).toContain(`Week ${year}. `);
			await writer.document.channel(planChannel).pack();
			const log = `${document}.${planChannel}.${year}`;
			await expect.poll(() => other.document.logs.includes(log)).toBe(true);
			const leaver = year % 13 === 0 ? leaving.pop() : undefined;
			if (leaver) await adas.remove(leaver.document.me.id);
			await expect.poll(() => [adas, bens].every(({ status }) => status.kind === 'sent')).toBe(true);
		}
	});
	const page = await rosa.context.newPage();
	await page.goto(address);
	await expect(field(page, words.matters)).toHaveValue('My garden. And my sister, who lives by the sea.');
	await rosa.context.setOffline(false);
	await expectStatus(page, words.sent);
	await expect.poll(() => adas.text(own).read()).toBe('My garden. And my sister, who lives by the sea.');
	await expect.poll(() => bens.text(own).read()).toBe(adas.text(own).read());
	const weeks = Array.from({ length: generations }, (_, i) => `Week ${i + 1}. `).join('');
	expect(adas.text(watched).read()).toBe(weeks);
	await page.reload();
	await expect(field(page, words.matters)).toHaveValue(adas.text(own).read());
	await expect(field(page, words.watching)).toHaveValue(weeks);
	await expect(page.getByText(/not right|has not come/)).toHaveCount(0);

	await server.stop();
	expect(framesOf(server.dataDir, document, 0), 'of the first generation the relay keeps nothing').toBe(0);
	expect(framesOf(server.dataDir, document, generations)).toBeGreaterThan(0);
	await server.start();
});

async function newDevice(url: string): Promise<Device> {
	const device = await openRelayDevice(url);
	devices.push(device);
	return device;
}

async function sit(
	host: Case,
	name: string,
	url: string,
	capability: 'edit' | 'manage' = 'edit'
): Promise<Case> {
	const invited = await host.invite({ name, relation: 'provider', capability, expiry: 0 }, url);
	if (invited.kind !== 'invited') throw new Error(invited.kind);
	await sent(host);
	const device = await newDevice(url);
	const look = await device.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	const accepted = await device.join(look, name);
	if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
	const opened = await device.open(look.document);
	opened.arrive();
	await sent(opened);
	return opened;
}

async function sent(opened: Case): Promise<void> {
	await expect.poll(() => opened.status.kind).toBe('sent');
}

/** How many entries the relay keeps of a generation of the plan. */
function framesOf(dataDir: string, document: string, generation: number): number {
	const database = new DatabaseSync(joinPath(dataDir, 'relay.sqlite'), { readOnly: true });
	try {
		const row = database
			.prepare(
				`SELECT count(*) AS count FROM frames JOIN logs ON logs.id = frames.log
				 WHERE document = ? AND channel = 'plan' AND generation = ?`
			)
			.get(document, generation);
		return Number(row?.['count']);
	} finally {
		database.close();
	}
}
