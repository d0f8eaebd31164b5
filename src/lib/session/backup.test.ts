import { describe, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { writeText } from '#lib/casedoc/text.ts';
import { readWords } from '#lib/vault/words.ts';
import { openBackup } from '#lib/vault/backup-file.ts';
import { joined } from '#lib/seal/frame-bytes.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { HandClock, rest } from '../../../tests/simulation/hand-clock.ts';
import { emptyStorage, openPerson } from '../../../tests/simulation/person.ts';
import { makeBackup, restoreBackup, type Backup } from './backup.ts';
import type { Case } from './case.ts';
import type { Device } from './device.ts';

const beginning = { clientName: 'Rosa Delgado', myName: 'Maya Okafor', relation: 'case-manager' } as const;
const matters = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

async function scene() {
	const clock = new HandClock();
	const relay = new MemoryRelay(clock);
	const linkTo = () => relay.open;
	const maya = await openPerson({ clock, linkTo });
	const document = await maya.device.startCase(beginning);
	const opened = await maya.device.open(document);
	addTo(opened, 'Walk to the bakery');
	return { clock, relay, linkTo, maya, document, opened };
}

function addTo(opened: Case, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

const goalsOf = (opened: Case) => opened.readPlan().goals.map(({ words }) => words);

function fileOf({ pieces }: Backup): Uint8Array {
	return joined(...pieces);
}

/** As after a reload: what was restored is in the vault, and the device is opened anew. */
async function restoredFrom(
	backup: Backup,
	linkTo: Parameters<typeof openPerson>[0]['linkTo'],
	clock: HandClock
) {
	const storage = lasting();
	const before = await openPerson({ clock, linkTo, storage });
	const outcome = await restoreBackup(before.device, fileOf(backup), backup.words.join(' '));
	await before.device.close();
	return { outcome, ...(await openPerson({ clock, linkTo, storage })) };
}

/** A vault in memory that says of itself what one in IndexedDB would. */
function lasting() {
	const storage = emptyStorage();
	Object.defineProperty(storage.vault, 'lasting', { value: true });
	return storage;
}

describe('a backup', () => {
	test('brings seats, plan, talk, people and the name to another device, without a relay', async () => {
		const { clock, relay, maya, document, opened } = await scene();
		opened.edit((plan) => writeText(plan, matters, 'My own front door'));
		await opened.invite(
			{ name: 'Rosa', relation: 'client', capability: 'edit', expiry: 0 },
			'http://relay.test'
		);
		const backup = await makeBackup(maya.device);
		expect(backup).toMatchObject({ cases: 1, leftOut: [] });
		expect(backup.words).toHaveLength(12);

		relay.setOnline(false);
		const other = await restoredFrom(backup, () => new MemoryRelay(clock).open, clock);
		expect(other.outcome).toEqual({ kind: 'restored', cases: 1, known: 0, damaged: 0 });
		expect(other.device.name).toBe('Maya Okafor');
		expect(other.device.seats.map(({ summary }) => summary.name)).toEqual(['Rosa Delgado']);
		const again = await other.device.open(document);
		expect(goalsOf(again)).toEqual(['Walk to the bakery']);
		expect(again.readPlan().mattersToMe).toBe('My own front door');
		expect(again.me).toBe(opened.me);
		expect(again.people.map(({ name, capability }) => [name, capability])).toEqual([
			['Maya Okafor', 'manage']
		]);
		expect(again.invitations).toHaveLength(1);
	});

	test('a restored device and the old one write on, each in strands of its own, and both see all of it', async () => {
		const { clock, linkTo, maya, document, opened } = await scene();
		const backup = await makeBackup(maya.device);
		const other = await restoredFrom(backup, linkTo, clock);
		const again = await other.device.open(document);
		addTo(again, 'From the new device');
		addTo(opened, 'From the old device');
		await clock.advance(5_000);
		const goals = ['From the new device', 'From the old device', 'Walk to the bakery'];
		expect(goalsOf(again).sort()).toEqual(goals);
		expect(goalsOf(opened).sort()).toEqual(goals);
		expect([...opened.document.refused, ...again.document.refused]).toEqual([]);
	});

	test('takes in what was typed a moment before', async () => {
		const { clock, maya, document, opened } = await scene();
		addTo(opened, 'Typed just now');
		const backup = await makeBackup(maya.device);
		const other = await restoredFrom(backup, () => new MemoryRelay(clock).open, clock);
		expect(goalsOf(await other.device.open(document))).toContain('Typed just now');
	});

	test('restored where the case is already, it keeps the seat and adds what was lacking', async () => {
		const { clock, maya, document, opened } = await scene();
		const old = await makeBackup(maya.device);
		const other = await restoredFrom(old, () => new MemoryRelay(clock).open, clock);
		const there = await other.device.open(document);
		addTo(opened, 'Later');
		const newer = await makeBackup(maya.device);
		const outcome = await restoreBackup(other.device, fileOf(newer), newer.words.join('\n'));
		expect(outcome).toEqual({ kind: 'restored', cases: 0, known: 1, damaged: 0 });
		expect(goalsOf(there)).toEqual(['Walk to the bakery', 'Later']);
	});

	test('says how far it is', async () => {
		const { maya } = await scene();
		await maya.device.startDemo('Maya', '2026-01-05');
		const steps: [number, number][] = [];
		await makeBackup(maya.device, (done, all) => steps.push([done, all]));
		expect(steps).toEqual([
			[0, 2],
			[1, 2],
			[2, 2]
		]);
	});

	test('the made-up case stays marked as made up', async () => {
		const { clock, linkTo, maya } = await scene();
		const demo = await maya.device.startDemo('Maya', '2026-01-05');
		const other = await restoredFrom(await makeBackup(maya.device), linkTo, clock);
		expect(other.device.seat(demo)).toMatchObject({ madeUp: true, relays: [] });
		expect((await other.device.open(demo)).readPlan().client.name).toBe('Rosa Delgado');
	});

	test('nothing readable stands in the file', async () => {
		const { maya } = await scene();
		const text = new TextDecoder('latin1').decode(fileOf(await makeBackup(maya.device)));
		for (const canary of ['Rosa', 'Maya', 'bakery', 'seat/', 'relay.test'])
			expect(text).not.toContain(canary);
	});
});

describe('a restore that cannot be', () => {
	async function attempt(change: (file: Uint8Array, words: string) => [Uint8Array, string], device?: Device) {
		const { clock, linkTo, maya } = await scene();
		const backup = await makeBackup(maya.device);
		const person = await openPerson({ clock, linkTo, storage: lasting() });
		const on = device ?? person.device;
		const outcome = await restoreBackup(on, ...change(fileOf(backup), backup.words.join(' ')));
		await rest();
		expect(on.seats).toEqual([]);
		return outcome;
	}

	test.each<[string, (file: Uint8Array, words: string) => [Uint8Array, string], object]>([
		[
			'other words',
			(file) => [file, 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
			{ kind: 'wrong-words' }
		],
		[
			'a word that is none',
			(file, words) => [file, words.replace(/^\w+/, 'roundtabel')],
			{ kind: 'unknown-word', place: 1, word: 'roundtabel' }
		],
		[
			'too few words',
			(file, words) => [file, words.split(' ').slice(1).join(' ')],
			{ kind: 'wrong-count', count: 11 }
		],
		['another file', (_file, words) => [new Uint8Array([1, 2, 3]), words], { kind: 'not-a-backup' }],
		['a file that was cut', (file, words) => [file.subarray(0, -100), words], { kind: 'damaged' }]
	])('%s', async (_what, change, outcome) => {
		expect(await attempt(change)).toEqual(outcome);
	});

	test('a browser that keeps nothing says so instead of pretending', async () => {
		const { clock, linkTo, maya } = await scene();
		const backup = await makeBackup(maya.device);
		const { device } = await openPerson({ clock, linkTo });
		const outcome = await restoreBackup(device, fileOf(backup), backup.words.join(' '));
		expect(outcome).toEqual({ kind: 'not-stored', reason: 'refused' });
	});

	test('a full device: what does not fit is not in the list, and doing it again goes on', async () => {
		const { clock, linkTo, maya } = await scene();
		const backup = await makeBackup(maya.device);
		const storage = lasting();
		const { device } = await openPerson({ clock, linkTo, storage });
		const write = storage.vault.write.bind(storage.vault);
		storage.vault.write = async () => ({ kind: 'not-stored', reason: 'full' });
		expect(await restoreBackup(device, fileOf(backup), backup.words.join(' '))).toEqual({
			kind: 'not-stored',
			reason: 'full'
		});
		storage.vault.write = write;
		expect(await restoreBackup(device, fileOf(backup), backup.words.join(' '))).toMatchObject({ cases: 1 });
	});

	test('a seat in the file that is none is counted, and the others come back', async () => {
		const { maya, clock, linkTo } = await scene();
		const backup = await makeBackup(maya.device);
		const read = await readWords(backup.words.join(' '));
		if (read.kind !== 'words') throw new Error('no words');
		const opened = openBackup(fileOf(backup), read.secret);
		if (opened.kind !== 'opened') throw new Error('not opened');
		const { sealBackup } = await import('#lib/vault/backup-file.ts');
		const parts = [...opened.parts, { name: 'seat/broken', bytes: new Uint8Array([123]) }];
		const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
		const { device } = await openPerson({ clock, linkTo, storage: lasting() });
		const outcome = await restoreBackup(
			device,
			sealBackup(parts, read.secret, random),
			backup.words.join(' ')
		);
		expect(outcome).toEqual({ kind: 'restored', cases: 1, known: 0, damaged: 1 });
	});
});
