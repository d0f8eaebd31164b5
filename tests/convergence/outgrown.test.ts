/** A case whose state is larger than any pack goes on without one. */
import { expect, test } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { Table } from '../simulation/case-table.ts';

test('a state that no pack can hold is not packed, and tried but once', { timeout: 60_000 }, async () => {
	const table = await Table.set();
	const { ada, clock } = table;
	const { document } = ada.opened;
	const channel = document.channel(planChannel);
	const { packing } = ada.platform;
	let merged = 0;
	const merge = packing.merge.bind(packing);
	packing.merge = (...of) => ((merged += 1), merge(...of));
	const held = (generation: number | 'volumes') =>
		document.held.get(logName({ document: table.document, channel: planChannel, generation }))?.length ?? 0;
	const writes = async (times: number) => {
		for (let i = 0; i < times; i++) {
			ada.opened.edit((doc) => doc.getText('x').insert(0, 'w'.repeat(1_900_000)));
			await document.flush();
		}
	};
	for (const generation of [1, 2]) {
		await writes(16);
		await channel.pack();
		expect(held(generation)).toBe(1);
	}
	const volumes = held('volumes');

	await writes(4);
	for (let times = 0; times < 3; times++) await channel.pack();
	expect([merged, held('volumes'), held(3)]).toEqual([3, volumes, 0]);
	await clock.advance(5000);
	expect(ada.opened.status.kind).toBe('sent');
});
