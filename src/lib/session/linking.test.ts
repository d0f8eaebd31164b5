import { expect, test } from 'vitest';
import { HomeTable, type Held } from '../../../tests/simulation/home-table.ts';
import { MeetingRelay } from '../../../tests/simulation/meeting-relay.ts';
import { readCode, readQr } from './link-code.ts';
import { linkWords } from './link-words.ts';
import { NewDevice } from './new-device.ts';
import { OldDevice } from './old-device.ts';

const rosa = { clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' } as const;

async function begin() {
	// Once loaded, they are there at once.
	await linkWords([]);
	const table = new HomeTable();
	const relay = new MeetingRelay(table.clock);
	const [laptop, phone] = [await table.open(), await table.open()];
	await laptop.device.startCase(rosa);
	await table.settle();
	const newDevice = new NewDevice({ device: phone.device, fetch: relay.through() }, 'Phone');
	void newDevice.run();
	await table.settle();
	return { table, relay, laptop, phone, newDevice };
}

type Begun = Awaited<ReturnType<typeof begin>>;

function shown({ newDevice }: Begun): { code: string; qr: string } {
	if (newDevice.state.kind !== 'waiting') throw new Error(newDevice.state.kind);
	return newDevice.state;
}

async function answer(at: Begun, by: 'code' | 'qr', device: Held = at.laptop): Promise<OldDevice> {
	const { code, qr } = shown(at);
	const read = by === 'code' ? readCode(code) : readQr(qr, 'http://relay.test');
	if (read.kind !== 'place' && read.kind !== 'meeting') throw new Error(read.kind);
	const publicKey = read.kind === 'meeting' ? read.publicKey : null;
	const old = new OldDevice(
		{ device: device.device, fetch: at.relay.through() },
		{ place: read.place, publicKey }
	);
	void old.run();
	await at.table.settle();
	return old;
}

function wordsOf({ state }: NewDevice | OldDevice): readonly string[] {
	return 'words' in state ? state.words : [];
}

test.each(['code', 'qr'] as const)('a device is linked by %s: the same words, and both agree', async (by) => {
	const at = await begin();
	const old = await answer(at, by);
	expect(wordsOf(old)).toHaveLength(4);
	expect(wordsOf(old)).toEqual(wordsOf(at.newDevice));
	void old.same();
	await at.table.settle();
	expect(at.phone.device.seats).toEqual([]);
	at.newDevice.same();
	await at.table.settle();
	expect([old.state.kind, at.newDevice.state.kind]).toEqual(['linked', 'linked']);
	expect(at.phone.device.seats.map(({ summary }) => summary.name)).toEqual(['Rosa']);
	expect(at.laptop.device.home?.devices.map(({ name }) => name)).toEqual(['', 'Phone']);
});

test('who agrees on the new device first waits for the other', async () => {
	const at = await begin();
	const old = await answer(at, 'code');
	at.newDevice.same();
	await at.table.settle();
	expect(at.newDevice.state).toMatchObject({ kind: 'comparing', agreed: true });
	void old.same();
	await at.table.settle();
	expect([old.state.kind, at.newDevice.state.kind]).toEqual(['linked', 'linked']);
});

test('a code is good for two minutes', async () => {
	const at = await begin();
	const { code } = shown(at);
	await at.table.clock.advance(120_000);
	expect(at.newDevice.state).toEqual({ kind: 'over', reason: 'time' });
	const read = readCode(code);
	if (read.kind !== 'place') throw new Error(read.kind);
	const place = { device: at.laptop.device, fetch: at.relay.through() };
	const old = new OldDevice(place, { place: read.place, publicKey: null });
	await old.run();
	expect(old.state).toEqual({ kind: 'over', reason: 'no-such-code' });
});

test.each(['old', 'new'] as const)(
	'who says on the %s device that the words differ ends it',
	async (side) => {
		const at = await begin();
		const old = await answer(at, 'code');
		if (side === 'old') await old.different();
		else {
			await at.newDevice.different();
			void old.same();
		}
		await at.table.settle();
		expect(old.state).toEqual({ kind: 'over', reason: 'not-the-same' });
		expect(at.newDevice.state).toEqual({ kind: 'over', reason: 'not-the-same' });
		expect(at.phone.device.seats).toEqual([]);
	}
);

test('whoever types a code that another device has typed already is told so', async () => {
	const at = await begin();
	const { code } = shown(at);
	await answer(at, 'code');
	const read = readCode(code);
	if (read.kind !== 'place') throw new Error(read.kind);
	const other = await at.table.open();
	const place = { device: other.device, fetch: at.relay.through() };
	const late = new OldDevice(place, { place: read.place, publicKey: null });
	await late.run();
	expect(late.state).toEqual({ kind: 'over', reason: 'interfered' });
});

test('the other device goes away: both are told, and nothing has changed', async () => {
	const at = await begin();
	const old = await answer(at, 'code');
	at.newDevice.close();
	at.phone.kill();
	void old.same();
	await at.table.clock.advance(180_000);
	expect(old.state).toEqual({ kind: 'over', reason: 'time' });
	const { current } = at.laptop.device.home?.document.roster.roster ?? {};
	expect([...(current?.invitations.values() ?? [])].map(({ withdrawn }) => withdrawn)).toEqual([true]);
	expect(current?.members.size).toBe(1);
});

test('a device that is one of them already is told so', async () => {
	const at = await begin();
	await at.table.link(at.laptop, at.phone);
	const old = await answer(at, 'qr');
	void old.same();
	at.newDevice.same();
	await at.table.settle();
	expect(at.newDevice.state).toEqual({ kind: 'over', reason: 'already' });
	expect(at.laptop.device.home?.devices).toHaveLength(2);
});

test('without a network a code cannot be shown, and one that was typed leads nowhere', async () => {
	const at = await begin();
	const { code } = shown(at);
	at.relay.isReachable = false;
	const again = new NewDevice({ device: at.phone.device, fetch: at.relay.through() }, 'Phone');
	await again.run();
	expect(again.state).toEqual({ kind: 'over', reason: 'unreachable' });
	const read = readCode(code);
	if (read.kind !== 'place') throw new Error(read.kind);
	const place = { device: at.laptop.device, fetch: at.relay.through() };
	const old = new OldDevice(place, { place: read.place, publicKey: null });
	void old.run();
	await at.table.clock.advance(20_000);
	expect(old.state).toEqual({ kind: 'over', reason: 'unreachable' });
});

test('a device without a case of its own founds its home when another is linked to it', async () => {
	await linkWords([]);
	const table = new HomeTable();
	const relay = new MeetingRelay(table.clock);
	const [laptop, phone] = [await table.open(), await table.open()];
	const newDevice = new NewDevice({ device: phone.device, fetch: relay.through() }, 'Phone');
	void newDevice.run();
	await table.settle();
	const at = { table, relay, laptop, phone, newDevice };
	const old = await answer(at, 'qr');
	void old.same();
	newDevice.same();
	await table.settle();
	expect(old.state.kind).toBe('linked');
	await laptop.device.startCase(rosa);
	await table.settle();
	expect(phone.device.seats).toHaveLength(1);
});
