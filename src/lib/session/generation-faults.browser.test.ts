import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { deleteDatabase } from '#lib/ledger/database.ts';
import { abortWrites } from '../../../tests/simulation/aborting.ts';
import { fillDisk, giveBackDisk, makeRoom, smallDisk } from '../../../tests/simulation/disk.ts';
import {
	beginCase,
	comesTo,
	openAgain,
	seatBen,
	type,
	type StoredCase
} from '../../../tests/simulation/stored-case.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';

const wiped = { kind: 'not-saved', reason: 'wiped', sent: true } as const;
const full = { kind: 'not-saved', reason: 'full', sent: true } as const;

let profile: Profile;

beforeEach(async () => {
	await smallDisk();
	profile = new Profile();
});

afterEach(async () => {
	await profile.clear();
	await giveBackDisk();
});

/** From now on the plan stands in a pack. */
async function packed(begun: StoredCase): Promise<void> {
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await begun.opened.document.channel(planChannel).pack();
	await comesTo(profile, begun.opened, { kind: 'sent' });
	expect(logsOf(begun)).toContain('plan.1');
}

function logsOf({ opened, document }: StoredCase): string[] {
	return opened.document.logs.map((log) => log.slice(document.length + 1));
}

async function databases({ document }: StoredCase): Promise<string[]> {
	const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
	const prefix = `roundtable/${document}.`;
	return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

test('where a case is opened from is told to be wiped, and kept again', async () => {
	const begun = await beginCase(profile);
	await packed(begun);
	await deleteDatabase(indexedDB, 'roundtable');
	await comesTo(profile, begun.opened, wiped);
	await comesTo(profile, begun.opened, { kind: 'sent' });
	const again = await openAgain(profile, begun);
	expect(again.opened.readPlan().mattersToMe).toBe('Singing');
	expect(logsOf(again)).toContain('plan.1');
});

test('where a case is opened from is told not to be kept on a full disk, and kept with “Try again”', async () => {
	const begun = await beginCase(profile);
	const bens = await seatBen(profile, begun.opened);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await fillDisk();
	await bens.document.channel(planChannel).pack();
	await vi.waitFor(async () => {
		await profile.clock.advance(500);
		expect(await begun.page.outbox.beginning(`${begun.document}.plan`)).toBeNull();
		expect(logsOf(begun)).toContain('plan.1');
	});
	await comesTo(profile, begun.opened, full);
	await makeRoom();
	await begun.page.device.retry();
	await comesTo(profile, begun.opened, { kind: 'sent' });
	const again = await openAgain(profile, begun);
	expect(again.opened.readPlan().mattersToMe).toBe('Singing');
	expect(logsOf(again)).toContain('plan.1');
});

test('a page that takes a log off this device that is needed no more alarms no other', async () => {
	const begun = await beginCase(profile);
	const other = await profile.openPage();
	const opened = await other.device.open(begun.document);
	await packed(begun);
	await vi.waitFor(async () => {
		await profile.clock.advance(500);
		expect(logsOf({ ...begun, opened })).toContain('plan.1');
	});
	await comesTo(profile, opened, { kind: 'sent' });
	begun.page.kill();
	const third = await profile.openPage();
	await third.device.open(begun.document);
	expect(await databases(begun)).not.toContain('plan.0');
	await profile.clock.advance(10_000);
	expect(opened.document.status).toEqual({ kind: 'sent' });
	type(opened, 'Singing in the choir');
	await comesTo(profile, opened, { kind: 'sent' });
	await other.device.retry();
	expect(opened.document.status).toEqual({ kind: 'sent' });
	expect(await databases(begun)).not.toContain('plan.0');
});

test('what is typed on a full disk while somebody begins a generation is sealed in order, and kept', async () => {
	const begun = await beginCase(profile);
	const bens = await seatBen(profile, begun.opened);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await fillDisk();
	type(begun.opened, 'Singing in the choir');
	await comesTo(profile, begun.opened, { ...full, sent: false });
	await bens.document.channel(planChannel).pack();
	await vi.waitFor(async () => {
		await profile.clock.advance(500);
		expect(logsOf(begun)).toContain('plan.1');
	});
	type(begun.opened, 'Singing in the choir, on Sundays');
	await profile.clock.advance(10_000);
	expect(begun.opened.document.status).toEqual({ ...full, sent: false });
	await makeRoom();
	await comesTo(profile, begun.opened, full);
	await begun.page.device.retry();
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await vi.waitFor(async () => {
		await profile.clock.advance(500);
		expect(bens.readPlan().mattersToMe).toBe('Singing in the choir, on Sundays');
	});
	const again = await openAgain(profile, begun);
	expect(again.opened.readPlan().mattersToMe).toBe('Singing in the choir, on Sundays');
});

test('a log that could not be forgotten is let go of when the case is opened next', async () => {
	const begun = await beginCase(profile);
	await packed(begun);
	const stop = abortWrites('delete', 'drafts');
	const again = await openAgain(profile, begun);
	expect(await databases(begun)).toContain('plan.0');
	stop();
	await openAgain(profile, again);
	expect(await databases(begun)).not.toContain('plan.0');
	expect(await again.page.outbox.strands(`${begun.document}.plan.0`)).toEqual([]);
});
