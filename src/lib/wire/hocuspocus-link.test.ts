import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, type Clock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { startRelay, type Relay } from '../../../server/relay.ts';
import { openSqliteStore } from '../../../server/store-sqlite.ts';
import { TestDocument } from '../../../tests/frames.ts';
import type { LogPlace } from './frame-name.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { until } from './link.contract.ts';
import type { Link, LinkState } from './link.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };

let relay: Relay;
let port = 0;
let opened = 0;
let largest = 0;
const links: Link[] = [];

class WatchedSocket extends WebSocket {
	constructor(url: string | URL, protocols?: string | string[]) {
		super(url, protocols);
		opened += 1;
	}

	override send(data: Parameters<WebSocket['send']>[0]): void {
		largest = Math.max(largest, (data as Uint8Array).byteLength);
		super.send(data);
	}
}

/** A narrow wire: each message takes a while. */
class SlowSocket extends WebSocket {
	#sent: Promise<unknown> = Promise.resolve();

	override send(data: Parameters<WebSocket['send']>[0]): void {
		this.#sent = this.#sent.then(async () => {
			await new Promise((passed) => setTimeout(passed, 40));
			super.send(data);
		});
	}
}

async function start(at: number): Promise<Relay> {
	return startRelay({
		host: '127.0.0.1',
		port: at,
		store: openSqliteStore(':memory:'),
		appDir: null,
		publicUrl: null,
		relays: [],
		tls: null,
		clock: systemClock,
		log: () => undefined
	});
}

beforeEach(async () => {
	relay = await start(0);
	port = relay.port;
	opened = 0;
	largest = 0;
});

afterEach(async () => {
	await Promise.all(links.splice(0).map((link) => link.close()));
	await relay.close();
});

/** Waits pass a hundred times as fast. */
const clock: Clock = { now: () => systemClock.now(), after: (ms, run) => systemClock.after(ms / 100, run) };

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** One page of a browser. */
function page(ask: Fetch = (url, init) => fetch(url, init), time = clock, Socket = WatchedSocket) {
	const linkTo = hocuspocusLinks({ clock: time, WebSocket: Socket, fetch: ask });
	return (table: TestDocument, reader: MemberKeys = table.member, statements: Frame[] = [table.founding]) => {
		const heard = {
			arrived: [] as Frame[],
			stored: new Map<number, number>(),
			declined: [] as string[],
			states: [] as LinkState[]
		};
		const link = linkTo(`http://127.0.0.1:${port}`)({
			document: table.document,
			places: [roster, plan],
			reader,
			events: {
				state: (state) => heard.states.push(state),
				arrived: ({ channel }, frames) => {
					if (channel === planChannel) heard.arrived.push(...frames);
				},
				junk: () => undefined,
				acknowledged: (_, stored) => stored.forEach((count, client) => heard.stored.set(client, count)),
				declined: (_, client, reason) => heard.declined.push(`${client} ${reason}`),
				newest: () => undefined,
				presence: () => undefined
			}
		});
		links.push(link);
		link.offer(roster, statements);
		return { link, ...heard };
	};
}

function stranger(): Promise<MemberKeys> {
	return memberKeys(new Secret(crypto.getRandomValues(new Uint8Array(32))), crypto.subtle);
}

test('a document that is let go of before its relay has answered can be opened again at once', async () => {
	const [one, other] = [await TestDocument.found('one'), await TestDocument.found('other')];
	const writer = page()(one);
	writer.link.offer(plan, await one.strand().write(2));
	await until(() => writer.stored.size > 0);
	const open = page(undefined, clock, SlowSocket);
	const beside = open(other);
	await until(() => beside.link.state.kind === 'open');
	for (let turns = 0; turns < 8; turns++) {
		const left = open(one, one.member, []);
		left.link.present(new Uint8Array(9));
		for (let turn = 0; turn < turns; turn++) await Promise.resolve();
		await left.link.close();
		const again = open(one, one.member, []);
		await until(() => again.link.state.kind !== 'connecting');
		expect([again.link.state.kind, again.arrived.length], `after ${turns} turns`).toEqual(['open', 2]);
		await again.link.close();
	}
});

test('documents of one page share a socket; two links to one document do not', async () => {
	const open = page();
	const [one, other] = [await TestDocument.found('one'), await TestDocument.found('other')];
	const ends = [open(one), open(other)];
	await until(() => ends.every(({ link }) => link.state.kind === 'open'));
	expect(opened).toBe(1);
	const twin = open(one);
	await until(() => twin.link.state.kind === 'open');
	expect(opened).toBe(2);
	const strand = one.strand();
	ends[0]?.link.offer(plan, await strand.write(2));
	await until(() => twin.arrived.length === 2);
	await ends[0]?.link.close();
	const again = open(one);
	await until(() => again.arrived.length === 2);
	expect(opened).toBe(3);
});

test('what a relay has brought it is known to have, once it has been judged', async () => {
	const table = await TestDocument.found('brought');
	const strand = table.strand();
	const frames = await strand.write(2);
	page()(table).link.offer(plan, frames);
	const other = page()(table);
	await until(() => other.arrived.length === 2);
	expect(other.stored.get(strand.client)).toBeUndefined();
	other.link.offer(plan, frames.slice(0, 1));
	expect(other.stored.get(strand.client)).toBe(1);
	other.link.offer(plan, frames);
	expect(other.stored.get(strand.client)).toBe(2);
});

test('six megabytes go out in messages that a relay takes', async () => {
	const table = await TestDocument.found('large');
	const { link, stored } = page()(table);
	const [many, few] = [table.strand(), table.strand()];
	link.offer(plan, [...(await many.write(4, 1_000_000)), ...(await few.write(1, 1_900_000))]);
	await until(() => stored.get(many.client) === 4 && stored.get(few.client) === 1);
	expect(largest).toBeLessThan(2 * 1024 * 1024 + 64 * 1024);
	const late = page()(table);
	await until(() => late.arrived.length === 5);
});

test('an entry without a right is declined, and holds nothing up', async () => {
	const table = await TestDocument.found('right');
	const { link, stored, declined } = page()(table);
	const foreign = await TestDocument.found('elsewhere');
	const [good, bad] = [table.strand(), foreign.strand()];
	await bad.write(1);
	link.offer(plan, [...bad.frames, ...(await good.write(2))]);
	await until(() => stored.get(good.client) === 2 && declined.length === 1);
	expect(declined[0]).toMatch(new RegExp(`^${bad.client} `));
	link.offer(plan, await good.write(1));
	await until(() => stored.get(good.client) === 3);
	expect(stored.has(bad.client)).toBe(false);
});

test('a stranger is told that the relay will not serve them', async () => {
	const table = await TestDocument.found('stranger');
	const { link } = page()(table);
	await until(() => link.state.kind === 'open');
	const other = page()(table, await stranger(), []);
	await until(() => other.link.state.kind === 'refused');
	expect(other.link.state).toEqual({ kind: 'refused', reason: 'not-a-reader' });
	expect(other.arrived).toEqual([]);
});

test('a document that nobody has told the relay of is unknown to one who cannot tell of it either', async () => {
	const table = await TestDocument.found('unknown');
	const { link } = page()(table, table.member, []);
	await until(() => link.state.kind === 'refused');
	expect(link.state).toEqual({ kind: 'refused', reason: 'not-a-reader' });
	link.offer(roster, [table.founding]);
	await until(() => link.state.kind === 'open');
});

test('nonces that cannot be had are asked for again', async () => {
	let failures = 2;
	const open = page(async (url, init) => {
		if (failures-- > 0) throw new TypeError('fetch failed');
		return fetch(url, init);
	});
	const table = await TestDocument.found('nonce');
	const { link, stored } = open(table);
	const strand = table.strand();
	link.offer(plan, await strand.write(1));
	await until(() => stored.get(strand.client) === 1);
	expect(link.state.kind).toBe('open');
});

test('a relay that has had enough foundings for now is told again later', async () => {
	let busy = 3;
	const open = page(async (url, init) => {
		if (url.endsWith('/found') && busy-- > 0) return new Response('{}', { status: 429 });
		return fetch(url, init);
	});
	const { link } = open(await TestDocument.found('enough'));
	await until(() => link.state.kind === 'open');
	expect(busy).toBe(-1);
});

test('a closed link says nothing more', async () => {
	const table = await TestDocument.found('closed');
	const [mine, other] = [page()(table), page()(table)];
	await until(() => mine.link.state.kind === 'open' && other.link.state.kind === 'open');
	await mine.link.close();
	const states = mine.states.length;
	other.link.offer(plan, await table.strand().write(1));
	mine.link.offer(plan, await table.strand().write(1));
	mine.link.present(Uint8Array.of(1));
	mine.link.retry();
	await until(() => other.stored.size === 2);
	expect(mine.arrived).toEqual([]);
	expect(mine.states).toHaveLength(states);
	expect(other.arrived).toEqual([]);
});

test('after a cut the roster goes first, and nothing that cites it is refused for that', async () => {
	const patient: Clock = { now: () => systemClock.now(), after: () => () => undefined };
	const table = await TestDocument.found('roster first');
	const { link, stored } = page(undefined, patient)(table);
	await until(() => link.state.kind === 'open');
	await relay.close();
	await until(() => link.state.kind !== 'open');
	const capabilities = new Map([[planChannel, 'view' as const]]);
	const { frame } = await table.invite({ capabilities, expiry: 0, careful: false });
	const strand = table.strand(planChannel, frame);
	link.offer(plan, await strand.write(3));
	link.offer(roster, [frame]);
	relay = await start(port);
	link.retry();
	await until(() => stored.get(strand.client) === 3 && stored.get(frame.client) === 1);
	expect(stored.get(table.founding.client)).toBe(1);
});
