import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, type Clock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { ourRelay, type OurRelay } from '../../../tests/relays/our-relay.ts';
import { SealedCase } from '../../../tests/relays/sealed-case.ts';
import { placeName, type LogPlace } from './frame-name.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { until } from './link.contract.ts';
import type { Link } from './link.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const first: LogPlace = { channel: planChannel, generation: 0 };
const second: LogPlace = { channel: planChannel, generation: 1 };
const third: LogPlace = { channel: planChannel, generation: 2 };

/** Waits pass a hundred times as fast. */
const clock: Clock = { now: () => systemClock.now(), after: (ms, run) => systemClock.after(ms / 100, run) };

let relay: OurRelay;
let sealed: SealedCase;
const links: Link[] = [];

beforeEach(async () => {
	relay = await ourRelay();
	sealed = await SealedCase.found('over');
});

afterEach(async () => {
	await Promise.all(links.splice(0).map((link) => link.close()));
	await relay.close();
});

function page(reader: MemberKeys, ...places: LogPlace[]) {
	const heard = {
		arrived: new Set<string>(),
		declined: [] as string[],
		newest: [] as number[],
		states: [] as string[]
	};
	const linkTo = hocuspocusLinks({ clock, WebSocket, fetch: (url, init) => fetch(url, init) });
	const link = linkTo(relay.address)({
		document: sealed.document,
		places: [roster, ...places],
		reader,
		events: {
			state: ({ kind }) => heard.states.push(kind),
			arrived: (place, frames) => {
				for (const { client, seq } of frames) heard.arrived.add(`${placeName(place)} ${client} ${seq}`);
			},
			junk: () => undefined,
			acknowledged: () => undefined,
			declined: (place, client, reason) => heard.declined.push(`${placeName(place)} ${client} ${reason}`),
			newest: (_channel, generation) => heard.newest.push(generation),
			presence: () => undefined
		}
	});
	link.offer(roster, sealed.statements);
	links.push(link);
	return { link, ...heard };
}

test('who is behind hears of the newest generation, follows it, and is told that the first is over', async () => {
	const ben = await sealed.seatThroughout('edit');
	const [ada, behind] = [page(sealed.manager, first), page(ben, first)];
	const strand = sealed.strand(sealed.manager);
	ada.link.offer(first, [await strand.write()]);
	await until(() => [...behind.arrived].some((at) => at.startsWith('plan.0')));
	const [pack, other] = [await sealed.pack(sealed.manager, 'state', 2), await sealed.pack(ben, 'state')];
	ada.link.follow(second);
	ada.link.offer(second, pack);
	await until(() => behind.newest.includes(1));
	behind.link.follow(second);
	await until(() => behind.arrived.has(`plan.1 ${pack[0]?.client} 1`));
	behind.link.follow(third);
	behind.link.offer(third, other);
	await until(() => ada.newest.includes(2));
	await until(() => ada.declined.includes(`plan.0 ${strand.frames[0]?.client} over`));
	await until(() => ada.link.state.kind === 'open' && behind.link.state.kind === 'open');
	for (const { link } of [ada, behind]) link.leave(first);
	ada.link.follow(third);
	await until(() => ada.arrived.has(`plan.2 ${other[0]?.client} 0`));
	expect(await ada.link.exchange()).toBe(true);
	for (const { states } of [ada, behind]) expect(states.slice(states.indexOf('open'))).toEqual(['open']);
	expect(behind.declined.filter((told) => !told.startsWith('plan.0'))).toEqual([]);
});
