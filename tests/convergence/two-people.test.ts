import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import type { Case } from '#lib/session/case.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { HandClock, rest } from '../simulation/hand-clock.ts';
import { openPerson } from '../simulation/person.ts';

async function table() {
	const clock = new HandClock();
	const relay = new MemoryRelay(clock);
	const linkTo = () => relay.open;
	const ada = await openPerson({ clock, linkTo });
	const document = await ada.device.startCase({
		clientName: 'Rosa',
		myName: 'Ada',
		relation: 'case-manager'
	});
	const adas = await ada.device.open(document);
	adas.arrive();
	return { clock, relay, linkTo, ada, adas, document };
}

async function join(
	link: string,
	name: string,
	where: Pick<Awaited<ReturnType<typeof table>>, 'clock' | 'linkTo'>
) {
	const person = await openPerson(where);
	const look = await person.device.lookAt(link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	const accepted = await person.device.join(look, name);
	expect(accepted.kind).toBe('accepted');
	const opened = await person.device.open(look.document);
	opened.arrive();
	return { ...person, look, opened };
}

async function invite(adas: Case, capability: 'view' | 'comment' | 'edit' = 'edit') {
	const invited = await adas.invite(
		{ name: 'Ben', relation: 'client', capability, expiry: 0 },
		'http://relay.test'
	);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await rest();
	return invited.link;
}

test('two people fill the same empty field at once, and both texts stay', async () => {
	const at = await table();
	const { clock, relay, adas } = at;
	const { look, opened: bens } = await join(await invite(adas), 'Ben', at);
	expect(look.people.map(({ name }) => name)).toEqual(['Ada']);
	await rest();
	expect(bens.readPlan().client.name).toBe('Rosa');

	const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
	relay.setOnline(false);
	adas.text(own).splice(0, 0, 'my garden ');
	bens.text(own).splice(0, 0, 'my sister ');
	await clock.advance(5000);
	expect(adas.status.kind).toBe('offline');
	relay.setOnline(true);
	await clock.advance(5000);
	expect(adas.readPlan().mattersToMe).toBe(bens.readPlan().mattersToMe);
	expect(adas.readPlan().mattersToMe).toContain('my garden ');
	expect(adas.readPlan().mattersToMe).toContain('my sister ');
	expect(adas.status.kind).toBe('sent');
	expect(bens.people.map(({ name, here }) => [name, here])).toEqual([
		['Ada', true],
		['Ben', true]
	]);
	expect(adas.document.refused).toEqual([]);
	expect(bens.document.refused).toEqual([]);
});

test('what was typed before the page died is there when it opens again, and goes out', async () => {
	const at = await table();
	const { clock, relay, ada, adas, document, linkTo } = at;
	relay.setOnline(false);
	const { newId, ...making } = adas.making();
	adas.edit((plan) => addGoal(plan, { newId, ...making, words: 'Walk to the shop' }));
	await clock.advance(60); // the draft is in the outbox; the page dies before any batch
	ada.kill();
	const again = await openPerson({ clock, linkTo, storage: ada.storage });
	const reopened = await again.device.open(document);
	expect(reopened.readPlan().goals.map(({ words }) => words)).toEqual(['Walk to the shop']);
	relay.setOnline(true);
	await clock.advance(5000);
	expect(reopened.status.kind).toBe('sent');
	expect(await ada.storage.outbox.unsent(adas.document.logs[1] ?? '')).toBe(0);
});

test('a commenter may not write the plan, and a link works once', async () => {
	const at = await table();
	const link = await invite(at.adas, 'comment');
	const { opened } = await join(link, 'Ben', at);
	expect(opened.mayEdit).toBe(false);
	expect(opened.mayComment).toBe(true);
	expect(() => opened.edit(() => undefined)).toThrow();
	const third = await openPerson(at);
	expect((await third.device.lookAt(link)).kind).toBe('used');
	expect((await third.device.lookAt(link.slice(0, -3))).kind).toBe('mangled');
	expect((await third.device.lookAt('https://example.org/')).kind).toBe('foreign');
});
