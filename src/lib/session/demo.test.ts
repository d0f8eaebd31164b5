import { expect, test } from 'vitest';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { HandClock } from '../../../tests/simulation/hand-clock.ts';
import { openPerson } from '../../../tests/simulation/person.ts';

test('in the made-up case several people sit at the table, and each says their own', async () => {
	const clock = new HandClock();
	const { device } = await openPerson({ clock, linkTo: () => new MemoryRelay(clock).open });
	const opened = await device.open(await device.startDemo('Maya Okafor', '2026-11-22'));
	const names = opened.people.map(({ name }) => name);
	expect(names).toEqual(['Maya Okafor', 'Rosa Delgado', 'Elena Delgado', 'Tom Becker', 'Grace Lin']);
	expect(opened.document.refused).toEqual([]);

	const { threads, answers } = opened.readTalk();
	const by = (id: string) => opened.people.find((person) => person.id === id)?.name;
	const speakers = threads.flatMap(({ said, replies }) => [said, ...replies].map((one) => by(one.by)));
	expect(new Set(speakers)).toEqual(new Set(['Elena Delgado', 'Tom Becker', 'Rosa Delgado', 'Maya Okafor']));
	expect(answers.length).toBeGreaterThan(2);
	expect(opened.canUndo).toBe(false);
	expect(opened.changes()).toEqual([]);
	expect(opened.unheard()).toBe(0);
});
