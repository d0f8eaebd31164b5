/** The relay at which two devices of one person meet. */
import { beforeEach, describe, expect } from 'vitest';
import {
	commitment,
	encodeIntroduction,
	meetingKey,
	newIntroduction,
	openFromMeeting,
	readIntroduction,
	sealForMeeting,
	type Introduction
} from '#lib/seal/meeting.ts';
import { utf8 } from '#lib/seal/frame-bytes.ts';
import { readCode, readQr } from '#lib/session/link-code.ts';
import { linkWords } from '#lib/session/link-words.ts';
import { NewDevice } from '#lib/session/new-device.ts';
import { OldDevice } from '#lib/session/old-device.ts';
import { HomeTable, type Held } from '../simulation/home-table.ts';
import { MeetingRelay, type Between } from '../simulation/meeting-relay.ts';
import { attack } from './attack.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

let table: HomeTable;
let relay: MeetingRelay;
let laptop: Held;
let phone: Held;

beforeEach(async () => {
	await linkWords([]);
	table = new HomeTable();
	relay = new MeetingRelay(table.clock);
	[laptop, phone] = [await table.open(), await table.open()];
	await laptop.device.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	await table.settle();
});

async function meet(toNew: Between, toOld: Between, by: 'code' | 'qr') {
	const newDevice = new NewDevice({ device: phone.device, fetch: relay.through(toNew) }, 'Phone');
	void newDevice.run();
	await table.settle();
	if (newDevice.state.kind !== 'waiting') throw new Error(newDevice.state.kind);
	const { code, qr } = newDevice.state;
	const read = by === 'code' ? readCode(code) : readQr(qr, 'http://relay.test');
	if (read.kind !== 'place' && read.kind !== 'meeting') throw new Error(read.kind);
	const meant = { place: read.place, publicKey: read.kind === 'meeting' ? read.publicKey : null };
	const oldDevice = new OldDevice({ device: laptop.device, fetch: relay.through(toOld) }, meant);
	void oldDevice.run();
	await table.settle();
	return { newDevice, oldDevice };
}

function wordsOf({ state }: NewDevice | OldDevice): string {
	return 'words' in state ? state.words.join(' ') : state.kind;
}

/** Is the new device to the old one, and the old one to the new. */
function inBetween() {
	const asNew = newIntroduction(random);
	const asOld = newIntroduction(random);
	const seen: { oldDevice?: Introduction; newDevice?: Introduction } = {};
	const toNew: Between = {
		leaving: (_place, number, bytes) => {
			if (number === 2) seen.newDevice = readIntroduction(bytes) ?? asNew;
			return bytes;
		},
		reading: (_place, number, bytes) => (number === 1 && bytes ? encodeIntroduction(asOld) : bytes)
	};
	const toOld: Between = {
		leaving: (_place, number, bytes) => {
			if (number === 1) seen.oldDevice = readIntroduction(bytes) ?? asOld;
			return bytes;
		},
		reading: (_place, number, bytes) => {
			if (number === 0) return commitment(asNew);
			return number === 2 && bytes ? encodeIntroduction(asNew) : bytes;
		}
	};
	return { asNew, asOld, seen, toNew, toOld };
}

describe('operator of the relay: stands between two devices that are being linked', () => {
	attack(
		'gives each device a key of its own, where the code was typed',
		{ devices: 'gave away nothing', people: 'other words on either device' },
		async () => {
			const { toNew, toOld } = inBetween();
			const { newDevice, oldDevice } = await meet(toNew, toOld, 'code');
			expect([newDevice.state.kind, oldDevice.state.kind]).toEqual(['comparing', 'comparing']);
			expect(wordsOf(newDevice)).not.toBe(wordsOf(oldDevice));
			await oldDevice.different();
			await table.settle();
			expect(laptop.device.home?.document.roster.roster.current.invitations.size).toBe(0);
			expect(phone.device.seats).toEqual([]);
		}
	);

	attack(
		'gives each device a key of its own, where the code was scanned',
		{
			devices: 'the old one refused the key that it had not seen',
			people: 'somebody has come between: nothing was linked'
		},
		async () => {
			const { toNew, toOld } = inBetween();
			const { oldDevice } = await meet(toNew, toOld, 'qr');
			expect(oldDevice.state).toEqual({ kind: 'over', reason: 'interfered' });
		}
	);

	attack(
		'lets the new device into a home of its own before its person has compared the words',
		{
			devices: 'the new one took nothing before its person had agreed',
			people: 'other words on either device'
		},
		async () => {
			const eve = await table.open();
			await eve.device.startCase({ clientName: 'Bait', myName: 'Eve', relation: 'provider' });
			const invited = await eve.device.keeping.invite(0);
			if (invited?.kind !== 'invited') throw new Error('no invitation');
			await table.settle();
			const { asOld, seen, toNew, toOld } = inBetween();
			const { reading } = toNew;
			toNew.reading = (place, number, bytes) => {
				const both = seen.newDevice && { newDevice: seen.newDevice, oldDevice: asOld };
				const key = both && meetingKey(asOld, both.newDevice, both);
				if (number === 3 && key) return sealForMeeting(utf8(invited.link), key);
				return reading?.(place, number, bytes) ?? bytes;
			};
			const { newDevice, oldDevice } = await meet(toNew, toOld, 'code');
			await table.settle();
			expect(newDevice.state.kind).toBe('comparing');
			expect(wordsOf(newDevice)).not.toBe(wordsOf(oldDevice));
			await newDevice.different();
			await table.settle();
			expect(phone.device.home).toBeNull();
			expect(phone.device.seats).toEqual([]);
		}
	);

	attack(
		'chooses its key after it has seen both, so that the words are alike',
		{
			devices: 'the old one refused a key to which nobody was bound',
			people: 'somebody has come between: nothing was linked'
		},
		async () => {
			const { toNew, toOld, asNew } = inBetween();
			const { reading } = toOld;
			const later = newIntroduction(random);
			toOld.reading = (place, number, bytes) =>
				number === 2 && bytes ? encodeIntroduction(later) : (reading?.(place, number, bytes) ?? null);
			const { oldDevice } = await meet(toNew, toOld, 'code');
			expect(asNew.publicKey).not.toEqual(later.publicKey);
			expect(oldDevice.state).toEqual({ kind: 'over', reason: 'interfered' });
		}
	);

	attack(
		'reads all that is left at the meeting place',
		{ devices: 'linked', people: 'nothing: it can open none of it' },
		async () => {
			const left: Uint8Array[] = [];
			const listening: Between = {
				leaving: (_place, _number, bytes) => {
					left.push(bytes);
					return bytes;
				}
			};
			const { newDevice, oldDevice } = await meet(listening, listening, 'code');
			void oldDevice.same();
			newDevice.same();
			await table.settle();
			expect(newDevice.state.kind).toBe('linked');
			const [, theirs, mine, given] = left;
			const shown = theirs &&
				mine && { newDevice: readIntroduction(mine), oldDevice: readIntroduction(theirs) };
			if (!shown?.newDevice || !shown.oldDevice || !given) throw new Error('nothing was left');
			const both = { newDevice: shown.newDevice, oldDevice: shown.oldDevice };
			for (const to of [both.newDevice, both.oldDevice]) {
				const key = meetingKey(newIntroduction(random), to, both);
				expect(key && openFromMeeting(given, key)).toBeNull();
			}
			expect(new TextDecoder().decode(given)).not.toContain('/join#');
		}
	);
});
