/** One device twice, each writing the same strand in good faith: one way counts, and the words of the other are offered as text. */
import { expect, test } from 'vitest';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { Cable } from '../simulation/cable.ts';
import { cloned } from '../simulation/cloned.ts';
import { HandClock, rest } from '../simulation/hand-clock.ts';
import { openPerson, type Storage } from '../simulation/person.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

async function startTwice() {
	const clock = new HandClock();
	const relay = new MemoryRelay(clock);
	const linkTo = () => relay.open;
	const ada = await openPerson({ clock, linkTo });
	const id = await ada.device.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const opened = await ada.device.open(id);
	opened.arrive();
	const invited = await opened.invite(
		{ name: 'Ben', relation: 'family', capability: 'edit', expiry: 0 },
		'http://relay.test'
	);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await rest();
	const ben = await openPerson({ clock, linkTo });
	const look = await ben.device.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await ben.device.join(look, 'Ben');
	(await ben.device.open(id)).arrive();
	await clock.advance(60_000);
	await ada.device.close();
	const page = async (storage: Storage) => {
		const cable = new Cable();
		const { device } = await openPerson({ clock, linkTo: () => cable.through(relay.open), storage });
		(await device.open(id)).arrive();
		await rest();
		return {
			device,
			cable,
			open: () => device.open(id),
			type: async (words: string) => {
				const now = await device.open(id);
				now.text(own).splice(0, 0, `${words} `);
			},
			reads: async () => (await device.open(id)).text(own).read(),
			lost: () =>
				(device.seat(id)?.lost ?? []).map(({ name, text }) => `${name}: ${text.replaceAll('\n', ', ')}`)
		};
	};
	const copy = await cloned(ada.storage);
	const bens = { device: ben.device, reads: async () => (await ben.device.open(id)).text(own).read() };
	return { clock, bens, both: [await page(ada.storage), await page(copy)] as const };
}

test('a cloned profile: what one of the two wrote counts, the other is offered its words, and both write on', async () => {
	const { clock, bens, both } = await startTwice();
	const [one, other] = both;
	for (const { cable } of both) cable.setPlugged(false);
	await one.type('one');
	await other.type('other');
	await clock.advance(5_000);
	await one.type('and more');
	await other.type('and others');
	await clock.advance(5_000);
	// Not sealed when the device hears of the other.
	await one.type('at last');
	await other.type('lastly');
	for (const { cable } of both) cable.setPlugged(true);
	await clock.advance(60_000);

	const text = await bens.reads();
	const [kept, left] = text.includes('one') ? both : [other, one];
	const theirs = left === one ? ['one', 'and more', 'at last'] : ['other', 'and others', 'lastly'];
	for (const each of both) expect(await each.reads()).toBe(text);
	const offered = left.lost().join(', ');
	for (const words of theirs) {
		if (!text.includes(words)) expect(offered).toContain(words);
	}
	expect(text).not.toContain(theirs[0]);
	expect(offered).toContain('Ada: ');

	await kept.type('kept goes on');
	await left.type('left goes on');
	await clock.advance(60_000);
	for (const each of [...both, bens]) {
		expect(await each.reads()).toContain('kept goes on');
		expect(await each.reads()).toContain('left goes on');
	}
	expect((await left.open()).status.kind).toBe('sent');
	expect((await kept.open()).status.kind).toBe('sent');
});
