import { describe, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

/** In alphabetical order: what was added at the same time stands in any. */
function goalsOf({ opened }: Seated): string[] {
	return opened
		.readPlan()
		.goals.map(({ words }) => words)
		.sort();
}

function epochOf({ opened }: Seated): number | undefined {
	return opened.document.roster.roster.current.keys.find(({ channel }) => channel === 'plan')?.epoch;
}

async function threeAtATable() {
	const table = await Table.set();
	const ben = await table.seat('Ben');
	const cleo = await table.seat('Cleo');
	return { table, ada: table.ada, ben, cleo, clock: table.clock };
}

describe('a manager', () => {
	test('takes somebody from the table: new keys for who stays, nothing new for who went', async () => {
		const { ada, ben, cleo, clock } = await threeAtATable();
		write(ben, 'Said while I sat here');
		await clock.advance(5_000);
		expect(await ada.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
		await clock.advance(1_000);
		write(ada, 'After Ben');
		write(cleo, 'Also after Ben');
		await clock.advance(5_000);
		for (const who of [ada, cleo]) {
			expect(goalsOf(who)).toEqual(['After Ben', 'Also after Ben', 'Said while I sat here']);
			expect(who.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Cleo']);
			expect(epochOf(who)).toBe(1);
		}
		expect(ben.opened.isRemoved).toBe(true);
		expect(ben.opened.mayEdit).toBe(false);
		expect(goalsOf(ben)).toEqual(['Said while I sat here']);
		const newest = ada.opened.document.keyring.all.filter(({ epoch }) => epoch === 1);
		for (const { channel, epoch, id } of newest)
			expect(ben.opened.document.keyring.find(channel, epoch, id)).toBeUndefined();
	});

	test('lowers what somebody may do, and raises it again', async () => {
		const { ada, ben, clock } = await threeAtATable();
		expect(await ada.opened.allow(ben.opened.me, 'comment')).toEqual({ kind: 'stated' });
		await clock.advance(1_000);
		expect(ben.opened.mayEdit).toBe(false);
		expect(ben.opened.mayComment).toBe(true);
		expect(await ada.opened.allow(ben.opened.me, 'edit')).toEqual({ kind: 'stated' });
		await clock.advance(1_000);
		expect(ben.opened.mayEdit).toBe(true);
		write(ben, 'Back again');
		await clock.advance(5_000);
		expect(goalsOf(ada)).toEqual(['Back again']);
	});

	test('takes back an invitation that nobody has used: its link opens nothing more', async () => {
		const { ada, table, clock } = await threeAtATable();
		const offer = { name: 'Dan', relation: 'provider', capability: 'edit', expiry: 0 } as const;
		const invited = await ada.opened.invite(offer, 'http://relay.test');
		if (invited.kind !== 'invited') throw new Error(invited.reason);
		await clock.advance(1_000);
		const [open] = ada.opened.invitations;
		if (!open) throw new Error('no invitation');
		expect(await ada.opened.withdraw(open.id)).toEqual({ kind: 'stated' });
		expect(ada.opened.invitations).toEqual([]);
		await clock.advance(1_000);
		const look = await table.ada.device.lookAt(invited.link);
		expect(look.kind).toBe('used');
	});

	test('cannot take the client from the table, nor leave it without a manager', async () => {
		const { table, ada } = await threeAtATable();
		const rosa = await table.seat('Rosa', 'edit', 'client');
		expect(await ada.opened.remove(rosa.opened.me)).toEqual({ kind: 'refused', reason: 'protected' });
		expect(await ada.opened.remove(ada.opened.me)).toEqual({ kind: 'refused', reason: 'last-manager' });
		expect(await rosa.opened.remove(ada.opened.me)).toEqual({ kind: 'refused', reason: 'right' });
	});
});

test('who was away for three rotations opens all that was written meanwhile', async () => {
	const { table, ada, ben, cleo, clock } = await threeAtATable();
	const others = [await table.seat('Dan'), await table.seat('Eve'), await table.seat('Finn')];
	ben.kill();
	for (const other of others) {
		await ada.opened.remove(other.opened.me);
		write(ada, `Without ${other.name}`);
		write(cleo, `Cleo, without ${other.name}`);
		await clock.advance(5_000);
	}
	expect(epochOf(ada)).toBe(3);
	await table.reload(ben);
	await clock.advance(5_000);
	expect(goalsOf(ben)).toEqual(goalsOf(ada));
	expect(goalsOf(ben)).toHaveLength(6);
	write(ben, 'Here again');
	await clock.advance(5_000);
	expect(goalsOf(cleo)).toContain('Here again');
});

test('two removals at the same time give one key that both managers and who stays have, and who went has not', async () => {
	const { table, ada, ben, cleo, clock } = await threeAtATable();
	const mia = await table.seat('Mia', 'manage', 'provider');
	ada.relay.setOnline(false);
	expect(await ada.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
	expect(await mia.opened.remove(cleo.opened.me)).toEqual({ kind: 'stated' });
	await clock.advance(1_000);
	ada.relay.setOnline(true);
	await clock.advance(1_000);
	write(ada, 'Ada goes on');
	write(mia, 'Mia goes on');
	await clock.advance(5_000);
	for (const who of [ada, mia]) expect(goalsOf(who)).toEqual(['Ada goes on', 'Mia goes on']);
	const inForce = ada.opened.document.roster.roster.current.keys.map((key) =>
		[ada, mia, ben, cleo].map((who) => who.opened.document.keyring.inForce(key) !== undefined)
	);
	expect(inForce).toEqual(Array(3).fill([true, true, false, false]));
	for (const who of [ben, cleo]) expect(goalsOf(who)).toEqual([]);
});
