/** A recovery kit in the wrong hands, with a relay that keeps and shows everything that it ever had; and a relay that misleads its owner. */
import { beforeEach, describe, expect } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { homeChannel, homeChannels, planChannel } from '#lib/roster/capability.ts';
import { invitationKeys, readLink } from '#lib/roster/invitation-link.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { ChannelKey } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import type { MadeKit } from '#lib/session/kit-making.ts';
import { RosterVisit } from '#lib/session/roster-visit.ts';
import { logName } from '#lib/wire/frame-name.ts';
import type { Held } from '../simulation/home-table.ts';
import { KitTable } from '../simulation/kit-table.ts';
import { attack } from './attack.ts';

let table: KitTable;
let laptop: Held;
let document: DocumentId;
let kit: MadeKit;

beforeEach(async () => {
	table = await KitTable.set();
	laptop = await table.open();
	document = await laptop.device.startCase({
		clientName: 'Rosa',
		myName: 'Ada',
		relation: 'case-manager'
	});
	await table.settle();
	kit = await table.make(laptop);
});

function homeOf({ device }: Held) {
	if (!device.home) throw new Error('the home is open');
	return device.home;
}

/** Every key of the home that the relay's roster gives to whoever holds this link. */
async function keysBy(link: string): Promise<readonly ChannelKey[]> {
	const read = readLink(link);
	if (read.kind !== 'invitation') throw new Error(read.kind);
	const { platform } = (await table.open()).device;
	const keys = await invitationKeys(read.link.secret, platform.subtle);
	const visit = await RosterVisit.begin(read.link.document, ['http://relay.test'], keys, platform);
	await table.settle();
	await visit.close();
	return visit.keyring.all;
}

function relayed(of: DocumentId, channel: typeof homeChannel): Frame[] {
	return [...table.relay.log(logName({ document: of, channel, generation: 0 })).values()].flat();
}

const all = () => [...relayed(document, planChannel), ...relayed(homeOf(laptop).id, homeChannel)];

/** What is written from now on, in the case and in the home. */
async function goesOn(): Promise<Frame[]> {
	const known = new Set(all().map(({ id }) => id.join()));
	const opened = await laptop.device.open(document);
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words: 'Walk to the shop' }));
	await laptop.device.rename('Ada Lane');
	await table.settleAll();
	return all().filter(({ id }) => !known.has(id.join()));
}

async function caseKeys(): Promise<readonly ChannelKey[]> {
	return [...(await laptop.device.open(document)).document.keyring.all];
}

function expectSealed(frames: readonly Frame[], keys: readonly ChannelKey[]): void {
	expect(frames.length).toBeGreaterThan(1);
	expect(keys.length).toBeGreaterThan(1);
	for (const frame of frames) for (const key of keys) expect(openEntry(frame, key).kind).not.toBe('opened');
}

describe('finder of a recovery kit that has been replaced', () => {
	attack(
		'is shown by the relay all that is written afterwards, in the home and in the case',
		{ devices: 'sealed it under keys that the old paper does not open', people: 'nothing: it has no effect' },
		async () => {
			const before = await caseKeys();
			await table.make(laptop);
			await table.settleAll();
			const found = await keysBy(kit.link);
			expectSealed(await goesOn(), [...found, ...before]);
		}
	);

	attack(
		'takes the seat all the same, as if nothing had been replaced',
		{ devices: 'left it out: what takes the kit back strikes it', people: 'nothing: no device has come' },
		async () => {
			const finder = await table.open();
			const recovery = await table.look(finder, kit.link);
			expect(recovery.state.kind).toBe('found');
			finder.cable.setPlugged(false);
			await table.make(laptop);
			await table.settleAll();
			await table.during(recovery.enter('Finder'));
			finder.cable.setPlugged(true);
			await table.settleAll();
			expect(homeOf(laptop).devices).toHaveLength(1);
			expectSealed(await goesOn(), [...(finder.device.home?.document.keyring.all ?? [])]);
		}
	);

	attack(
		'asks an honest app',
		{ devices: 'gave nothing', people: 'this kit opens nothing any more' },
		async () => {
			await table.make(laptop);
			const finder = await table.open();
			const words = kit.words.join(' ');
			expect(await table.recover(finder, words)).toEqual({ kind: 'over', fault: { kind: 'over' } });
			expect(finder.device.seats).toEqual([]);
		}
	);
});

describe('thief of a device: makes a recovery kit of their own before it is removed', () => {
	attack(
		'reads on by that kit, with the relay’s help',
		{
			devices: 'gave the new keys to nobody whom the lost device had let in',
			people: 'nothing: it has no effect'
		},
		async () => {
			const tablet = await table.open();
			await table.link(laptop, tablet, 'Tablet');
			await table.make(tablet);
			const theirs = await tablet.device.keeping.invite(0);
			if (theirs?.kind !== 'invited') throw new Error('no invitation');
			await table.settle();
			const before = await caseKeys();
			const lost = homeOf(laptop).devices.find(({ isThis }) => !isThis);
			if (!lost) throw new Error('there is a tablet');
			await laptop.device.keeping.removeDevice(lost.id);
			await table.settleAll();
			const found = await keysBy(theirs.link);
			const { current } = homeOf(laptop).document.roster.roster;
			for (const channel of homeChannels) {
				const { epoch } = current.keyInForce(channel) ?? {};
				expect(found.some((key) => key.channel === channel && key.epoch === epoch)).toBe(false);
			}
			expectSealed(await goesOn(), [...found, ...before]);
		}
	);
});

describe('operator of the relay: misleads somebody who brings their cases back', () => {
	const pointers = () => [...table.pointers.held];

	attack(
		'gives what it keeps for another kit',
		{ devices: 'refused it: these words do not open it', people: 'the answer is not what was left there' },
		async () => {
			const eve = await table.open();
			await eve.device.startCase({ clientName: 'Bait', myName: 'Eve', relation: 'provider' });
			await table.settle();
			await table.make(eve);
			const [first, second] = pointers();
			const [mine, hers] = [first?.[0] ?? '', second?.[1] ?? new Uint8Array()];
			table.pointers.held.set(mine, hers);
			const phone = await table.open();
			expect(await table.recover(phone, kit.words.join(' '))).toEqual({
				kind: 'over',
				fault: { kind: 'interfered' }
			});
			expect(phone.device.home).toBeNull();
		}
	);

	attack(
		'changes any byte of what it keeps, or cuts it off',
		{ devices: 'refused it', people: 'the answer is not what was left there' },
		async () => {
			const [first] = pointers();
			const [name, held] = first ?? ['', new Uint8Array()];
			const changed = [held.slice(0, 10), held.slice(0, -1), new Uint8Array()];
			for (const at of [0, 30, held.length - 1]) {
				const other = held.slice();
				other[at] = (other[at] ?? 0) ^ 1;
				changed.push(other);
			}
			for (const bytes of changed) {
				table.pointers.held.set(name, bytes);
				const recovery = await table.look(laptop, kit.words.join(' '));
				expect(recovery.state).toEqual({ kind: 'over', fault: { kind: 'interfered' } });
			}
		}
	);

	attack(
		'looks for the words in what it keeps',
		{ devices: 'left nothing that tells of them', people: 'nothing: it has no effect' },
		async () => {
			const read = readLink(kit.link);
			if (read.kind !== 'invitation') throw new Error(read.kind);
			const secret = read.link.secret.reveal().join();
			for (const [name, bytes] of pointers()) {
				expect(bytes.join()).not.toContain(secret);
				expect(name).not.toContain(read.link.document);
				expect(new TextDecoder().decode(bytes)).not.toContain(read.link.document);
			}
		}
	);
});
