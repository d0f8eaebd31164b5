import { beforeEach, expect, test } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { rest } from '../simulation/hand-clock.ts';
import { Table, type Seated } from '../simulation/case-table.ts';
import { deflateInTurn } from '../simulation/sync-deflate.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
const minutes = 60_000;

let table: Table;
let ada: Seated;
let ben: Seated;

beforeEach(async () => {
	deflateInTurn();
	table = await Table.set();
	({ ada } = table);
	ben = await table.seat('Ben');
});

/** Each word an entry of its own. */
async function writes({ opened }: Seated, words: string, times = 1): Promise<void> {
	for (let i = 0; i < times; i++) {
		const text = opened.text(own);
		text.splice(text.read().length, 0, `${words}${i} `);
		await opened.document.flush();
	}
}

function reads({ opened }: Seated): string {
	return opened.readPlan().mattersToMe;
}

/** The generation in which somebody writes the plan. */
function generation({ opened }: Seated): number {
	const logs = opened.document.logs.filter((log) => /\.plan\.\d+$/.test(log));
	return Math.max(...logs.map((log) => Number(log.split('.').at(-1))));
}

async function packed(): Promise<void> {
	await writes(ada, 'a', 120);
	await writes(ben, 'b', 120);
	await table.clock.advance(2 * minutes);
}

test('after a quiet minute somebody packs, and both go on in the next generation', async () => {
	await packed();
	expect([ada, ben].map(generation)).toEqual([1, 1]);
	await writes(ben, 'after', 1);
	await table.clock.advance(5000);
	expect(reads(ada)).toContain('after0');
	expect(reads(ada)).toBe(reads(ben));
	expect([ada, ben].map(({ opened }) => opened.status.kind)).toEqual(['sent', 'sent']);
	expect([ada, ben].flatMap(({ opened }) => opened.document.refused)).toEqual([]);
});

test('a case is opened from its pack and what came after', async () => {
	await packed();
	await writes(ada, 'after', 3);
	await table.clock.advance(5000);
	const expected = reads(ada);
	for (const seated of [ada, ben]) {
		await table.reload(seated);
		expect(reads(seated)).toBe(expected);
		expect(generation(seated)).toBe(1);
		await rest();
	}
	await writes(ben, 'again', 2);
	await writes(ada, 'too', 2);
	await table.clock.advance(5000);
	expect(reads(ada)).toContain('again1');
	expect(reads(ben)).toContain('too1');
	expect(reads(ada)).toBe(reads(ben));
	expect([...ada.storage.ledgers.keys()].filter((log) => log.endsWith('.plan.0'))).toEqual([]);
});

test('a newcomer sees a packed case, and is seen', async () => {
	await packed();
	await writes(ada, 'after', 3);
	await table.clock.advance(5000);
	const cy = await table.seat('Cy');
	await table.clock.advance(5000);
	expect(reads(cy)).toBe(reads(ada));
	expect(cy.opened.document.provisional).toBe(false);
	await writes(cy, 'new', 1);
	await table.clock.advance(5000);
	expect(reads(ada)).toContain('new0');
	expect(generation(cy)).toBe(1);
	expect(cy.opened.document.withheld).toEqual([]);
});

test('what somebody writes offline while the others pack is carried over', async () => {
	await writes(ada, 'a', 120);
	await writes(ben, 'b', 120);
	await table.clock.advance(5000);
	const cy = await table.seat('Cy');
	await table.clock.advance(5000);
	cy.kill();
	await table.reload(cy);
	await rest();
	await writes(cy, 'before', 2);
	await table.clock.advance(2 * minutes);
	await table.clock.advance(2 * minutes);
	expect([ada, ben, cy].map(generation)).toEqual([1, 1, 1]);
	expect(reads(ada)).toBe(reads(cy));
});

test('two who pack at the same time keep both packs, and the next covers both', async () => {
	await writes(ada, 'a', 120);
	await writes(ben, 'b', 120);
	await table.clock.advance(5000);
	ada.relay.setOnline(false);
	await writes(ada, 'late-a', 3);
	await writes(ben, 'late-b', 3);
	await Promise.all([ada, ben].map(({ opened }) => opened.document.channel(planChannel).pack()));
	expect([ada, ben].map(generation)).toEqual([1, 1]);
	await writes(ada, 'then-a', 3);
	await writes(ben, 'then-b', 3);
	ada.relay.setOnline(true);
	await table.clock.advance(30_000);
	expect(reads(ada)).toContain('then-b2');
	expect(reads(ada)).toBe(reads(ben));
	const cy = await table.seat('Cy');
	await table.clock.advance(30_000);
	expect(reads(cy)).toBe(reads(ada));
	for (const seated of [ada, ben, cy]) {
		await table.reload(seated);
		await table.clock.advance(5000);
		expect(reads(seated)).toBe(reads(ada));
	}
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(30_000);
	expect([ada, ben, cy].map(generation)).toEqual([2, 2, 2]);
	await table.reload(cy);
	expect(reads(cy)).toBe(reads(ada));
	expect([ada, ben, cy].flatMap(({ opened }) => opened.document.refused)).toEqual([]);
});

test('who comes back after many generations takes in what was written, and brings what they wrote', async () => {
	const cy = await table.seat('Cy');
	await writes(cy, 'first', 3);
	await table.clock.advance(5000);
	cy.kill();
	const words: string[] = [];
	for (let i = 1; i <= 4; i++) {
		await writes(ada, `a${i}-`, 10);
		await writes(ben, `b${i}-`, 10);
		await table.clock.advance(5000);
		await (i % 2 ? ada : ben).opened.document.channel(planChannel).pack();
		await table.clock.advance(20_000);
		words.push(`a${i}-9`, `b${i}-9`);
	}
	expect([ada, ben].map(generation)).toEqual([4, 4]);
	cy.relay.setOnline(false);
	await table.reload(cy);
	await writes(cy, 'unsent', 3);
	expect(reads(cy)).toContain('unsent2');
	cy.relay.setOnline(true);
	await table.clock.advance(60_000);
	expect(generation(cy)).toBe(4);
	expect(reads(cy)).toBe(reads(ada));
	for (const word of [...words, 'first2', 'unsent2']) expect(reads(ben)).toContain(word);
	expect(cy.opened.status.kind).toBe('sent');
	await table.reload(cy);
	// What was carried is read behind the volumes.
	await table.clock.advance(5000);
	expect(reads(cy)).toBe(reads(ada));
});

test('what counts no longer after a removal goes out of a pack, too', async () => {
	const cy = await table.seat('Cy', 'edit', 'provider');
	await writes(cy, 'early', 3);
	await table.clock.advance(5000);
	ada.relay.setOnline(false);
	await writes(cy, 'late', 3);
	const person = ada.opened.people.find(({ name }) => name === 'Cy');
	if (!person) throw new Error('Cy sits here');
	await ada.opened.remove(person.id);
	// Cy's page packs what it has, the late words with it; then everybody meets.
	await cy.opened.document.channel(planChannel).pack();
	ada.relay.setOnline(true);
	await table.clock.advance(60_000);
	for (const seated of [ada, ben]) {
		seated.opened = await seated.device.open(table.document);
		expect(reads(seated)).toContain('early2');
		expect(reads(seated)).not.toContain('late');
	}
	await writes(ben, 'after', 2);
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(60_000);
	for (const seated of [ada, ben]) {
		await table.reload(seated);
		await table.clock.advance(5000);
		expect(reads(seated)).toContain('after1');
		expect(reads(seated)).not.toContain('late');
	}
	expect(reads(ada)).toBe(reads(ben));
	const dee = await table.seat('Dee');
	await table.clock.advance(10_000);
	dee.opened = await dee.device.open(table.document);
	expect(reads(dee)).toBe(reads(ada));
});

test('a case that was packed before somebody lost a right in it is built anew from what counts', async () => {
	const cy = await table.seat('Cy', 'edit', 'provider');
	await writes(cy, 'early', 3);
	await table.clock.advance(5000);
	const person = ada.opened.people.find(({ name }) => name === 'Cy');
	if (!person) throw new Error('Cy sits here');
	ada.kill();
	await writes(cy, 'late', 3);
	await table.clock.advance(5000);
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(5000);
	expect(reads(ben)).toContain('late2');
	await table.reload(ben);
	expect(reads(ben)).toContain('late2');
	// Ada has seen none of it when she takes Cy from the table.
	ada.relay.setOnline(false);
	await table.reload(ada);
	await ada.opened.remove(person.id);
	ada.relay.setOnline(true);
	await table.clock.advance(90_000);
	for (const seated of [ada, ben]) {
		seated.opened = await seated.device.open(table.document);
		expect(reads(seated)).toContain('early2');
		expect(reads(seated)).not.toContain('late');
		await table.reload(seated);
		expect(reads(seated)).not.toContain('late');
	}
	expect([ada, ben].map(generation)).toEqual([2, 2]);
	const dee = await table.seat('Dee');
	await table.clock.advance(10_000);
	dee.opened = await dee.device.open(table.document);
	expect(reads(dee)).toBe(reads(ada));
	expect(dee.opened.document.refused).toEqual([]);
});

/** The page ends, without a word, when it comes to its `count`th write. Answers whether it came so far. */
function endsAtWrite(seated: Seated, count: number): { ended(): boolean; stop(): void } {
	const { outbox } = seated.storage;
	const { putEntry, begin, settle } = outbox;
	let left = count;
	const counting =
		<A extends unknown[], R>(write: (...about: A) => Promise<R>) =>
		(...about: A): Promise<R> => {
			if (left-- > 0) return write(...about);
			seated.kill();
			return new Promise(() => undefined);
		};
	Object.assign(outbox, { putEntry: counting(putEntry), begin: counting(begin), settle: counting(settle) });
	return { ended: () => left < 0, stop: () => Object.assign(outbox, { putEntry, begin, settle }) };
}

test('a page that ends at any point of packing loses nothing, and another one packs', async () => {
	await writes(ben, 'b', 3);
	for (let count = 0, ended = true; ended; count++) {
		await writes(ada, `a${count}-`, 2);
		await table.clock.advance(5000);
		const ending = endsAtWrite(ada, count);
		void ada.opened.document.channel(planChannel).pack();
		await table.clock.advance(5000);
		ended = ending.ended();
		ending.stop();
		await table.reload(ada);
		await table.clock.advance(30_000);
		await writes(ada, `then${count}-`, 1);
		await writes(ben, `too${count}-`, 1);
		await table.clock.advance(30_000);
		expect(reads(ada), `ended at write ${count}`).toBe(reads(ben));
		expect(reads(ben)).toContain(`a${count}-1 `);
		expect(reads(ben)).toContain(`then${count}-0 `);
		expect(reads(ada)).toContain(`too${count}-0 `);
		expect(ada.opened.status.kind).toBe('sent');
		expect(count).toBeLessThan(20);
	}
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(30_000);
	const cy = await table.seat('Cy');
	await table.clock.advance(30_000);
	expect(reads(cy)).toBe(reads(ada));
	expect(generation(ada)).toBe(generation(ben));
	expect([ada, ben, cy].flatMap(({ opened }) => opened.document.refused)).toEqual([]);
});

test('what is too large for one volume is packed in two', async () => {
	const page = 'x'.repeat(1_900_000);
	for (let i = 0; i < 18; i++) {
		ada.opened.text(own).splice(0, 0, `${i} ${page}`);
		await ada.opened.document.flush();
	}
	await table.clock.advance(5000);
	await ada.opened.document.channel(planChannel).pack();
	await table.clock.advance(30_000);
	expect([ada, ben].map(generation)).toEqual([1, 1]);
	await writes(ben, 'after', 1);
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(30_000);
	expect([ada, ben].map(generation)).toEqual([2, 2]);
	const cy = await table.seat('Cy');
	await table.clock.advance(30_000);
	expect(reads(cy) === reads(ada) && reads(ben) === reads(ada)).toBe(true);
	expect(reads(cy)).toHaveLength(reads(ada).length);
	expect(cy.opened.document.provisional).toBe(false);
	expect([ada, ben, cy].flatMap(({ opened }) => opened.document.refused)).toEqual([]);
}, 120_000);

test('who wrote what of a sentence is known after a pack and a reload, to a newcomer, and of who has left', async () => {
	const text = ada.opened.text(own);
	text.splice(0, 0, 'I like tea. ');
	await ada.opened.document.flush();
	await table.clock.advance(5000);
	ben.opened.text(own).splice(7, 0, 'green ');
	await ben.opened.document.flush();
	await packed();
	const beginning = ({ opened }: Seated) =>
		opened
			.writtenBy(own)
			.slice(0, 3)
			.map((span) => `${span.name}: ${span.text.slice(0, 7)}`);
	const expected = ['Ada: I like ', 'Ben: green ', 'Ada: tea. a0'];
	expect([ada, ben].map(generation)).toEqual([1, 1]);
	expect(beginning(ben)).toEqual(expected);
	await table.reload(ada);
	expect(beginning(ada)).toEqual(expected);
	const cy = await table.seat('Cy');
	await table.clock.advance(5000);
	expect(beginning(cy)).toEqual(expected);
	await ada.opened.remove(ben.opened.me);
	await table.clock.advance(5000);
	expect(ada.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Cy']);
	expect(beginning(ada)).toEqual(expected);
});
