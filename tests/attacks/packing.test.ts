/** An editor with a changed client who packs, and a relay that helps them. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import type { PackState } from '#lib/seal/state.ts';
import { mergeState } from '#lib/session/merging.ts';
import { deflate } from '#lib/seal/deflate.ts';
import { joined } from '#lib/seal/frame-bytes.ts';
import { joinFrames } from '#lib/wire/frame-list.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import type { AttackedTable } from './attacked-table.ts';
import { randomBytes, type HostileMember } from './hostile-member.ts';
import { HostilePacks, type PackTwist } from './hostile-packs.ts';
import { generationOf, PackingTable, planOf } from './packing-table.ts';
import { refusals, until } from './seen.ts';
import { asClient, words } from './updates.ts';

let at: PackingTable;
let table: AttackedTable;
let ada: Person;
let cy: Person;
let eve: HostileMember;
let packs: HostilePacks;

beforeEach(async () => {
	at = await PackingTable.set();
	({ table, ada, cy, eve, packs } = at);
});

afterEach(() => table.close());

function refusedPack(what: string, twist: () => PackTwist): void {
	const told = {
		devices: 'compared it with the originals, and refused it',
		people: 'Ben’s pack was refused'
	};
	attack(what, told, async () => {
		const expected = planOf(ada);
		packs.plant(1, await packs.make(1, twist()));
		for (const person of [ada, cy]) {
			await until(() => refusals(person).length > 0, `${person.name} refuses it`);
			expect(refusals(person)).toEqual(['Ben, plan: pack']);
		}
		await at.goesOn(expected);
	});
}

function saying(bend: (state: PackState) => Partial<PackState>): () => PackTwist {
	return () => ({ state: (state) => ({ ...state, ...bend(state) }) });
}

function payloads(): Uint8Array[] {
	return packs.originals().map(({ content }) => content.payload);
}

describe('editor: compact away or forge others’ words', () => {
	attack(
		'packs as an honest editor would, which is the measure of the others',
		{ devices: 'checked it and went on behind it', people: 'nothing' },
		async () => {
			const expected = planOf(ada);
			packs.plant(1, await packs.make(1));
			await at.moveTo(1);
			expect([ada, cy].flatMap(refusals)).toEqual([]);
			await at.goesOn(expected);
		}
	);
	refusedPack(
		'leaves an entry’s words out of a state',
		saying(() => ({ state: mergeState(null, payloads().slice(0, 1)) }))
	);
	refusedPack(
		'adds words to a state that nobody signed',
		saying(() => ({ state: mergeState(null, [...payloads(), asClient(12345, words('forged'))(0)]) }))
	);
	refusedPack(
		'changes a letter in a state',
		saying(({ state }) => ({
			state: Uint8Array.from(
				Buffer.from(Buffer.from(state).toString('latin1').replace('honest', 'hOnest'), 'latin1')
			)
		}))
	);
	refusedPack(
		'covers more than the volume holds',
		saying(({ covers }) => ({ covers: covers.map((one) => ({ ...one, count: one.count + 1 })) }))
	);
	refusedPack(
		'covers a strand of nobody',
		saying(({ covers }) => ({
			covers: [
				...covers,
				{ client: 2 ** 52, count: 1, id: randomBytes(32), clock: 1, author: randomBytes(32) }
			]
		}))
	);
	refusedPack(
		'covers with a wrong clock',
		saying(({ covers }) => ({ covers: covers.map((one) => ({ ...one, clock: one.clock + 1 })) }))
	);
	refusedPack(
		'covers with a wrong id',
		saying(({ covers }) => ({ covers: covers.map((one) => ({ ...one, id: randomBytes(32) })) }))
	);
	refusedPack(
		'covers with a wrong author',
		saying(({ covers }) => ({ covers: covers.map((one) => ({ ...one, author: eve.keys.publicKey })) }))
	);
	refusedPack('cuts a volume short', () => ({ volume: (content) => content.slice(0, -20) }));
	refusedPack('makes a state that is no state', () => ({ packed: () => randomBytes(500) }));
	attack(
		'names another generation than the log’s',
		{ devices: 'passed over it', people: 'nothing: the relay can have put it there' },
		async () => {
			const expected = planOf(ada);
			packs.plant(1, await packs.make(1, saying(() => ({ generation: 7 }))()));
			await until(() => [ada, cy].every((person) => generationOf(person) === 1), 'they look there');
			expect([ada, cy].flatMap(refusals)).toEqual([]);
			await at.goesOn(expected);
		}
	);
	refusedPack('hides a signature’s forgery in a volume', () => ({
		originals: (originals) => originals.map((each) => ({ ...each, content: { ...each.content, time: 7 } }))
	}));

	attack(
		'packs without an entry that is there, in volume and covers too',
		{ devices: 'carried over what was left out', people: 'nothing: nothing is lost' },
		async () => {
			const expected = planOf(ada);
			packs.plant(1, await packs.make(1, { originals: (originals) => originals.slice(0, 1) }));
			await at.moveTo(1);
			await table.clock.advance(20_000);
			await at.goesOn(expected);
		}
	);

	attack(
		'names a volume that never comes',
		{ devices: 'stayed where they were', people: 'nothing: it has no effect' },
		async () => {
			const expected = planOf(ada);
			const forged = await packs.make(1);
			packs.plant(1, { ...forged, volume: [] });
			await table.works(ada, cy);
			expect([ada, cy].map(generationOf)).toEqual([1, 1]);
			expect(planOf(ada)).not.toBe(expected);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'sends a bomb as a state',
		{ devices: 'refused it before it was large', people: 'Ben’s pack was refused' },
		async () => {
			const expected = planOf(ada);
			const bomb = await deflate(new Uint8Array(80 * 1024 * 1024));
			packs.plant(1, await packs.make(1, { packed: () => bomb }));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['Ben, plan: pack']);
			await at.goesOn(expected);
		}
	);

	attack(
		'sends a bomb as a volume',
		{ devices: 'refused it before it was large', people: 'Ben’s pack was refused' },
		async () => {
			const expected = planOf(ada);
			const bomb = joined(new Uint8Array(32), await deflate(new Uint8Array(80 * 1024 * 1024)));
			packs.plant(1, await packs.make(1, { volume: () => bomb }));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['Ben, plan: pack']);
			await at.goesOn(expected);
		}
	);

	attack(
		'says that it goes on in many places where there is nothing, before somebody packs',
		{ devices: 'looked in a few, and still went on behind the true pack', people: 'nothing' },
		async () => {
			const expected = planOf(ada);
			for (const far of [9, 99, 999, 9999, 99_999, 999_999_999]) {
				table.relay.plant(packs.log(0), await packs.next(far));
			}
			await table.works(ada, cy);
			expect(planOf(ada)).not.toBe(expected);
			packs = new HostilePacks(table, eve, ada);
			packs.plant(1, await packs.make(1));
			await until(
				() => refusals(cy).length === 0 && cy.opened.document.channel(planChannel).volume !== null,
				'Cy goes on'
			);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'packs truly, in the last generation that there can be',
		{ devices: 'stayed where they were', people: 'Ben’s pack was refused' },
		async () => {
			const expected = planOf(ada);
			packs.plant(999_999_999, await packs.make(999_999_999));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['Ben, plan: pack']);
			await at.goesOn(expected);
		}
	);

	attack('carries junk', { devices: 'refused it', people: 'Ben’s entry was refused: content' }, async () => {
		const expected = planOf(ada);
		table.relay.plant(table.log(), await packs.seal('carried', randomBytes(300)));
		await until(() => refusals(ada).length > 0, 'Ada refuses it');
		expect(refusals(ada)).toEqual(['Ben, plan: content']);
		await at.goesOn(expected);
	});

	attack(
		'carries an entry that was refused',
		{ devices: 'refused it once more', people: 'Ben’s entry was refused: clock' },
		async () => {
			const expected = planOf(ada);
			const bad = await eve.entry(planChannel, asClient(12345, words('forged')));
			table.relay.plant(table.log(), await packs.seal('carried', joinFrames([bad])));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['Ben, plan: clock']);
			await at.goesOn(expected);
		}
	);
});
