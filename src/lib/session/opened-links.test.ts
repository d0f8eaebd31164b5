import { beforeEach, expect, test } from 'vitest';
import { OpenedLinks } from './opened-links.ts';
import { PointerRelay } from '../../../tests/simulation/pointer-relay.ts';
import { Table } from '../../../tests/simulation/case-table.ts';
import { rest } from '../../../tests/simulation/hand-clock.ts';

let table: Table;
let pointers: PointerRelay;

beforeEach(async () => {
	table = await Table.set();
	pointers = new PointerRelay();
});

function linksOf({ opened, platform }: Table['ada'], fetch = pointers.fetch): OpenedLinks {
	const { document, seat } = opened;
	return new OpenedLinks({ document, relays: seat.relays, clock: platform.clock, fetch });
}

async function inviteBy({ opened }: Table['ada']) {
	const offer = { name: 'Dan', relation: 'provider', capability: 'edit', expiry: 0 } as const;
	const invited = await opened.invite(offer, 'http://relay.test');
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await table.clock.advance(1_000);
	return invited;
}

async function look(link: string): Promise<void> {
	const found = await table.ada.device.lookAt(link);
	if (found.kind !== 'invitation') throw new Error(found.kind);
	await found.tellOpened(pointers.fetch);
	await found.tellOpened(pointers.fetch);
	await found.close();
}

test('who made an invitation learns that it was opened, while they look; nobody else does', async () => {
	const ben = await table.seat('Ben', 'manage');
	const invited = await inviteBy(table.ada);
	const [adas, bens] = [linksOf(table.ada), linksOf(ben)];
	let heard = 0;
	const stops = [adas.onChange(() => (heard += 1)), bens.onChange(() => undefined)];
	await table.clock.advance(60_000);
	expect([...adas.ids]).toEqual([]);
	await look(invited.link);
	expect(pointers.held.size).toBe(1);
	await table.clock.advance(20_000);
	await rest();
	expect([...adas.ids]).toEqual([invited.id]);
	expect(heard).toBe(1);
	expect([...bens.ids]).toEqual([]);
	for (const stop of stops) stop();
});

test('nobody is asked while nobody looks', async () => {
	const invited = await inviteBy(table.ada);
	await look(invited.link);
	let times = 0;
	const links = linksOf(table.ada, (...at) => {
		times += 1;
		return pointers.fetch(...at);
	});
	const stop = links.onChange(() => undefined);
	await rest();
	const before = times;
	expect(before).toBeGreaterThan(0);
	stop();
	await inviteBy(table.ada);
	await table.clock.advance(120_000);
	expect(times).toBe(before);
});

test('a relay that puts something else there is not believed; one that cannot be reached is asked again', async () => {
	const invited = await inviteBy(table.ada);
	await look(invited.link);
	for (const [name, bytes] of pointers.held)
		pointers.held.set(
			name,
			bytes.map((byte) => byte ^ 1)
		);
	const links = linksOf(table.ada);
	const stop = links.onChange(() => undefined);
	await table.clock.advance(20_000);
	expect([...links.ids]).toEqual([]);
	pointers.isReachable = false;
	await table.clock.advance(20_000);
	pointers.held.clear();
	pointers.isReachable = true;
	await look(invited.link);
	await table.clock.advance(20_000);
	await rest();
	expect([...links.ids]).toEqual([invited.id]);
	stop();
});
