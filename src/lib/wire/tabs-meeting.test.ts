import { expect, test } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { placeName, type LogPlace } from './frame-name.ts';
import { until } from './link.contract.ts';
import { tabLinks } from './tabs.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function tab(table: TestDocument) {
	const arrived: Frame[] = [];
	const peers: number[] = [];
	const open = tabLinks((name) => new BroadcastChannel(name), systemClock, random);
	const link = open({
		document: table.document,
		places: [roster, plan],
		reader: table.member,
		events: {
			state: () => undefined,
			arrived: (_, frames) => arrived.push(...frames),
			junk: () => undefined,
			acknowledged: () => expect.unreachable('another tab is not another device'),
			declined: () => undefined,
			newest: () => undefined,
			presence: (peer) => peers.push(peer)
		}
	});
	return { link, arrived, peers };
}

test('a tab that has missed an entry asks for it', async () => {
	const table = await TestDocument.found('a tab that missed');
	const strand = table.strand();
	const frames = await strand.write(3);
	const [mine, other] = [tab(table), tab(table)];
	const wire = new BroadcastChannel(`roundtable/${table.document}`);
	mine.link.offer(plan, frames);
	await until(() => other.arrived.length === 3);
	const late = tab(table);
	const [last] = frames.slice(-1);
	wire.postMessage({ kind: 'frames', log: placeName(plan), frames: [last?.bytes] });
	await until(() => late.arrived.length === 3);
	expect(late.arrived.map(({ seq }) => seq)).toEqual([0, 1, 2]);
	wire.close();
	await Promise.all([mine, other, late].map(({ link }) => link.close()));
});

test('what other versions of the app say is passed over', async () => {
	const table = await TestDocument.found('other versions');
	const mine = tab(table);
	const wire = new BroadcastChannel(`roundtable/${table.document}`);
	const strange = [
		null,
		5,
		'hello',
		{},
		{ kind: 'frames' },
		{ kind: 'frames', log: placeName(plan), frames: [1, 'x'] },
		{ kind: 'frames', log: placeName(plan), frames: [Uint8Array.of(1, 2)] },
		{ kind: 'frames', log: 'plan.99', frames: [] },
		{ kind: 'holding', counts: { plan: 1 } },
		{ kind: 'holding', counts: new Map([['plan', 3]]) },
		{ kind: 'presence', from: 7, blob: null },
		{ kind: 'presence', from: 'x', blob: 'text' },
		{ kind: 'later' }
	];
	for (const message of strange) wire.postMessage(message);
	const other = tab(table);
	other.link.offer(plan, await table.strand().write(2));
	await until(() => mine.arrived.length === 2);
	expect(mine.peers).toEqual([]);
	wire.close();
	await Promise.all([mine, other].map(({ link }) => link.close()));
});
