/** A device that was lost and taken from its person's devices, in the hands of somebody with a changed client, also with the relay's help. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { readHomeName, writeHomeName } from '#lib/casedoc/home.ts';
import { homeChannel, planChannel } from '#lib/roster/capability.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import { openEntry } from '#lib/seal/open.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import type { Home } from '#lib/session/home.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember } from './hostile-member.ts';
import { refusals, until } from './seen.ts';
import { made, words } from './updates.ts';

describe('lost device: read on; write on, in the home and in a case', () => {
	let table: AttackedTable;
	let ben: Person;
	/** Ben's, until somebody finds it. */
	let phone: { readonly device: Device; kill(): void };
	let found: { readonly opened: Case; readonly home: Home };
	/** What it holds: its keys, and the rosters as they were when it was one of Ben's. */
	let before: {
		readonly inCase: HostileMember;
		readonly inHome: HostileMember;
		readonly caseHeads: readonly Uint8Array[];
		readonly homeHeads: readonly Uint8Array[];
	};

	beforeEach(async () => {
		table = await AttackedTable.set();
		ben = await table.seat('Ben');
		phone = await table.stranger();
		const invited = await ben.device.keeping.invite(0);
		if (invited?.kind !== 'invited') throw new Error('no invitation');
		await until(() => homeOf(ben.device).document.status.kind === 'sent', 'the home is at the relay');
		expect(await phone.device.keeping.enter(invited.link, 'Phone')).toEqual({ kind: 'entered' });
		await until(() => phone.device.seats.length === 1, 'the phone has the case');
		const opened = await phone.device.open(table.document);
		found = { opened, home: homeOf(phone.device) };
		await until(() => homeOf(ben.device).devices.length === 2, 'the laptop knows the phone');
		await until(() => opened.status.kind === 'sent', 'the phone is connected');
		const [inCase, inHome] = [HostileMember.at(found), HostileMember.at({ opened: found.home })];
		before = { inCase, inHome, caseHeads: inCase.rosterHeads, homeHeads: inHome.rosterHeads };
	});

	afterEach(async () => {
		phone.kill();
		await table.close();
	});

	function homeOf({ home }: Device): Home {
		if (!home) throw new Error('the home is open');
		return home;
	}

	const homeLog = () => logName({ document: found.home.id, channel: homeChannel, generation: 0 });

	/** Ben removes the phone, and has new keys in the case. */
	async function remove(): Promise<void> {
		const lost = homeOf(ben.device).devices.find(({ isThis }) => !isThis);
		if (!lost) throw new Error('there is a phone');
		expect(await ben.device.keeping.removeDevice(lost.id)).toEqual({ kind: 'stated' });
		await until(() => homeOf(ben.device).document.status.kind === 'sent', 'the removal is at the relay');
		await table.clock.advance(3_000);
		await table.anew(ben);
		await until(() => ben.opened.status.kind === 'sent', 'Ben goes on');
		expect(ben.device.renewing.left).toEqual([]);
		await until(
			() => table.ada.opened.people.some(({ id }) => id === ben.opened.me),
			'Ada knows Ben’s new keys'
		);
	}

	function relayed(log: string): Frame[] {
		return table.relay.log(log).all.flatMap(({ bytes }) => {
			const parsed = parseFrame(bytes);
			return parsed.kind === 'frame' ? [parsed.frame] : [];
		});
	}

	attack(
		'is shown by the relay all that is written afterwards, in the case and in the home',
		{ devices: 'sealed it under keys that the lost device has not', people: 'nothing: it has no effect' },
		async () => {
			await remove();
			const known = new Set([...relayed(table.log()), ...relayed(homeLog())].map(({ id }) => id.join()));
			await table.works(table.ada, ben);
			await table.works(ben, table.ada);
			homeOf(ben.device).edit((doc) => writeHomeName(doc, 'Benedict'));
			await homeOf(ben.device).document.flush();
			await until(() => relayed(homeLog()).some(({ id }) => !known.has(id.join())), 'the home goes on');
			const after = [...relayed(table.log()), ...relayed(homeLog())].filter(
				({ id }) => !known.has(id.join())
			);
			expect(after.length).toBeGreaterThan(2);
			const keys = [...found.opened.document.keyring.all, ...found.home.document.keyring.all];
			expect(keys.length).toBeGreaterThan(3);
			for (const frame of after)
				for (const key of keys) expect(openEntry(frame, key).kind).not.toBe('opened');
		}
	);

	attack(
		'writes on in the case under the roster of yesterday, with the relay’s help',
		{ devices: 'kept it apart: it counts nowhere, now and later', people: 'nothing: it has no effect' },
		async () => {
			await remove();
			const forged = await before.inCase
				.strand(planChannel)
				.write(words('forged'), { rosterHeads: before.caseHeads });
			table.relay.plant(table.log(), [forged]);
			await table.works(table.ada, ben);
			await table.works(ben, table.ada);
			await table.reload(ben);
			for (const { opened } of [table.ada, ben]) expect(opened.readPlan().mattersToMe).toBe('');
		}
	);

	attack(
		'writes in the case under the roster of today',
		{ devices: 'refused it', people: 'an entry of a stranger’s was refused: right' },
		async () => {
			await remove();
			const rosterHeads = table.ada.opened.document.roster.roster.heads;
			table.relay.plant(table.log(), [
				await before.inCase.entry(planChannel, words('forged'), { rosterHeads })
			]);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['a stranger, plan: right']);
			await table.works(ben, table.ada);
			expect(table.ada.opened.readPlan().mattersToMe).toBe('');
		}
	);

	attack(
		'writes on in the home, with the relay’s help',
		{ devices: 'kept it apart: it counts nowhere, now and later', people: 'nothing: it has no effect' },
		async () => {
			await remove();
			const name = readHomeName(homeOf(ben.device).doc);
			const forged = await before.inHome.strand(homeChannel).write(
				made((doc) => writeHomeName(doc, 'Mallory')),
				{ rosterHeads: before.homeHeads }
			);
			table.relay.plant(homeLog(), [forged]);
			await table.works(table.ada, ben);
			await table.reload(ben);
			await until(() => ben.device.home !== null, 'the home is open');
			await homeOf(ben.device).document.flush();
			await until(() => homeOf(ben.device).document.status.kind === 'sent', 'the home has all');
			expect(readHomeName(homeOf(ben.device).doc)).toBe(name);
			expect(ben.device.name).toBe(name);
		}
	);
});
