import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { HostileRelay } from '../../../tests/relays/hostile-relay.ts';
import { statelessSaid, statusSaid } from '../../../tests/relays/hostile-speech.ts';
import { logName, type LogPlace } from './frame-name.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { until } from './link.contract.ts';
import type { Link } from './link.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 2 };
const volumes: LogPlace = { channel: planChannel, generation: 'volumes' };

let relay: HostileRelay;
let table: TestDocument;
let link: Link;
let heard: string[];
let refusals: string[];

beforeEach(async () => {
	relay = await HostileRelay.start();
	table = await TestDocument.found('newest');
	heard = [];
	refusals = [];
	const linkTo = hocuspocusLinks({ clock: systemClock, WebSocket, fetch: (url, init) => fetch(url, init) });
	link = linkTo(relay.address)({
		document: table.document,
		places: [roster, plan, volumes],
		reader: table.member,
		events: {
			state: () => undefined,
			arrived: () => undefined,
			junk: () => undefined,
			acknowledged: () => undefined,
			declined: (_place, _client, reason) => refusals.push(reason),
			newest: (channel, generation) => heard.push(`${channel} ${generation}`),
			presence: () => undefined
		}
	});
	link.offer(roster, [table.founding]);
	await until(() => link.state.kind === 'open');
});

afterEach(async () => {
	await link.close();
	await relay.stop();
});

function say(place: LogPlace, payload: string): void {
	const log = logName({ document: table.document, ...place });
	relay.babble(log, statelessSaid(log, payload));
}

test('hands up which generation a relay calls the newest, if it is above the one that it says it on', async () => {
	for (const newest of [2, 1, 0, 3, 999_999_999]) say(plan, JSON.stringify({ newest }));
	await until(() => heard.length === 2);
	expect(heard).toEqual(['plan 3', 'plan 999999999']);
});

test('passes over whatever else a relay says there', async () => {
	const strange = [-1, 1e9, 3.5, '7', null, [9], {}, true];
	for (const newest of strange) say(plan, JSON.stringify({ newest }));
	for (const payload of ['', '{', 'null', '5', '"newest"', '[]', '{"newest":1e400}']) say(plan, payload);
	say(volumes, '{"newest":8}');
	say(plan, '{"newest":4}');
	await until(() => heard.length > 0);
	expect(heard).toEqual(['plan 4']);
	expect(link.state.kind).toBe('open');
});

test('does not take it for the reason of a refusal', async () => {
	const strand = await table.strand().write(1);
	relay.takeTo({ answer: () => 'silence' });
	link.offer(plan, strand);
	const log = logName({ document: table.document, ...plan });
	await until(() => relay.log(log).all.length === 1);
	say(plan, '{"refused":"over"}');
	say(plan, '{"newest":3}');
	relay.babble(log, statusSaid(log, false));
	await until(() => refusals.length === 1);
	expect(refusals).toEqual(['over']);
	expect(heard).toEqual(['plan 3']);
});
