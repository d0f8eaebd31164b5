import { connect } from 'node:net';
import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { message, presence, RawClient, type as kinds } from '../tests/relays/raw-client.ts';
import { SealedCase } from '../tests/relays/sealed-case.ts';
import { seededRandom } from '../tests/seeded-random.ts';

const seed = process.env['SEED'] ?? String(Date.now());
const random = seededRandom(seed);
const console_ = ['log', 'info', 'warn', 'error'] as const;

let relay: OurRelay;
let sealed: SealedCase;
let editor: MemberKeys;
const printed: unknown[] = [];

beforeAll(async () => {
	for (const level of console_)
		vi.spyOn(console, level).mockImplementation((...words) => void printed.push(words));
	relay = await ourRelay();
	sealed = await SealedCase.found('bad input');
	editor = await sealed.seatThroughout('edit');
	await relay.found(sealed);
});

afterAll(async () => {
	await relay.close();
	vi.restoreAllMocks();
});

/** Still serving: a new reader is admitted, and what an editor writes is stored. */
afterEach(async () => {
	const client = await RawClient.reading(relay.address, sealed.log(), editor);
	expect(await client.append(sealed.log(), await sealed.strand(editor).draft())).toEqual({ kind: 'stored' });
	await client.close();
	expect(printed).toEqual([]);
});

const varUint = (encoder: encoding.Encoder, ...values: number[]) =>
	values.forEach((value) => encoding.writeVarUint(encoder, value));

describe('messages that are none of ours', () => {
	it(`random ones end their connection only (SEED=${seed})`, async () => {
		for (let i = 0; i < 60; i++) {
			const client = await RawClient.connect(relay.address);
			client.send(random(1 + (random(1)[0] ?? 0)));
			expect(await client.next('closed')).toMatchObject({ code: 1008, reason: 'malformed' });
		}
	});

	it('after being admitted, likewise', async () => {
		for (let i = 0; i < 30; i++) {
			const client = await RawClient.reading(relay.address, sealed.log(), editor);
			const kind = [kinds.sync, kinds.syncReply, kinds.awareness, kinds.auth][i % 4] ?? 0;
			client.send(message(sealed.log(), kind, (encoder) => encoding.writeUint8Array(encoder, random(1 + i))));
			client.send(random(40));
			expect(await client.next('closed')).toMatchObject({ code: 1008 });
		}
	});

	it('of unknown types, stateless ones and questions are dropped', async () => {
		const client = await RawClient.reading(relay.address, sealed.log(), editor);
		const other = await RawClient.reading(relay.address, sealed.log(), sealed.manager);
		for (const kind of [3, 5, 6, 8, 9, 10, 11, 99, 2 ** 40]) {
			client.send(message(sealed.log(), kind, (encoder) => encoding.writeVarString(encoder, '{"not json')));
			client.send(message(sealed.log(), kind));
		}
		expect(await client.append(sealed.log(), await sealed.strand(editor).draft())).toEqual({
			kind: 'stored'
		});
		const heard = await other.next('sync', 'stateless', 'closed');
		expect(heard.kind).toBe('sync');
		await client.close();
		await other.close();
	});

	const malformed: [string, () => Uint8Array | string][] = [
		['text', () => 'hello'],
		['nothing', () => new Uint8Array()],
		['a name that is no log’s', () => message('case', kinds.auth, (encoder) => varUint(encoder, 0, 0))],
		['the name __proto__', () => message('__proto__', kinds.auth, (encoder) => varUint(encoder, 0, 0))],
		['a name of 1 MB', () => message('x'.repeat(1_000_000), kinds.auth)],
		[
			'a session that is none',
			() => message(`${sealed.log()}\0../..`, kinds.auth, (encoder) => varUint(encoder, 0, 0))
		],
		[
			'a token of 1 MB',
			() =>
				message(sealed.log(), kinds.auth, (encoder) => {
					varUint(encoder, 0);
					encoding.writeVarString(encoder, 'x'.repeat(1_000_000));
				})
		],
		['the relay’s own answer', () => message(sealed.log(), kinds.auth, (encoder) => varUint(encoder, 2, 0))],
		['an unknown sync step', () => message(sealed.log(), kinds.sync, (encoder) => varUint(encoder, 3, 0))],
		[
			'a state vector that is none',
			() =>
				message(sealed.log(), kinds.sync, (encoder) => {
					varUint(encoder, 0);
					encoding.writeVarUint8Array(encoder, new Uint8Array(9).fill(255));
				})
		],
		[
			'an update longer than its message',
			() => message(sealed.log(), kinds.sync, (encoder) => varUint(encoder, 2, 5000, 1))
		],
		[
			'presence that is none',
			() => message(sealed.log(rosterChannel), kinds.awareness, (encoder) => varUint(encoder, 3, 9, 9, 9))
		]
	];

	it.each(malformed)('%s ends the connection', async (_, make) => {
		const client = await RawClient.connect(relay.address);
		client.send(make());
		expect(await client.next('closed')).toMatchObject({ code: 1008 });
	});

	it('of 100 MB are refused before they are read', async () => {
		const before = process.memoryUsage().rss;
		const client = await RawClient.connect(relay.address);
		const bytes = new Uint8Array(100 * 1024 * 1024);
		client.send(bytes);
		const closed = await client.next('closed');
		expect(closed.kind === 'closed' && [1006, 1009].includes(closed.code)).toBe(true);
		expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
	}, 30_000);
});

describe('too much', () => {
	it('of logs on one connection', async () => {
		const small = await ourRelay({ limits: { mostLogs: 3 } });
		const client = await RawClient.connect(small.address);
		for (let i = 0; i < 4; i++) {
			const log = `${Buffer.alloc(32, i).toString('base64url')}.plan.0`;
			client.send(message(log, kinds.sync, (encoder) => varUint(encoder, 0, 1, 0)));
		}
		expect(await client.next('closed')).toMatchObject({ code: 1008, reason: 'too-many-logs' });
		await small.close();
	});

	it('at once', async () => {
		const small = await ourRelay({ limits: { messages: 20, messagesPerSecond: 1 } });
		const client = await RawClient.connect(small.address);
		for (let i = 0; i < 21; i++) client.send(message(sealed.log(), kinds.query));
		expect(await client.next('closed')).toMatchObject({ code: 1008, reason: 'too-fast' });
		await small.close();
	});

	it('before anything is proved', async () => {
		const small = await ourRelay({ limits: { unproven: 10_000 } });
		const client = await RawClient.connect(small.address);
		for (let i = 0; i < 3; i++) {
			client.send(
				message(sealed.log(), kinds.sync, (encoder) => {
					varUint(encoder, 2);
					encoding.writeVarUint8Array(encoder, random(5000));
				})
			);
		}
		expect(await client.next('closed')).toMatchObject({ code: 1008, reason: 'too-fast' });
		await small.close();
	});
});

describe('HTTP', () => {
	it('that is none, or that breaks off, is ended', async () => {
		for (const words of [
			'\x16\x03\x01\0\0\0',
			'GET / HTTP/9.9\r\n\r\n',
			'POST /relay/found HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'
		]) {
			const socket = connect(relay.relay.port, '127.0.0.1');
			socket.on('error', () => undefined);
			socket.write(words);
			setImmediate(() => socket.end());
			const ended = new Promise((done) => socket.once('close', () => done('ended')));
			socket.resume();
			expect(await ended).toBe('ended');
		}
	});

	it('upgrades anywhere else are refused', async () => {
		for (const path of ['/', '/relay/', '/relay/nonce', '/Relay', '/%']) {
			await expect(RawClient.connect(relay.address, path)).rejects.toThrow('no WebSocket');
		}
	});
});

describe('presence', () => {
	it('passes as a sealed blob on the roster’s log, and in no other form', async () => {
		const roster = sealed.log(rosterChannel);
		const [one, two] = [
			await RawClient.reading(relay.address, roster, editor),
			await RawClient.reading(relay.address, roster, sealed.manager)
		];
		for (const state of [
			'{"s":"a","name":"Ada"}',
			'{"name":"Ada"}',
			'"s"',
			'{"s":1}',
			'{"s":"a b"}',
			`{"s":"${'a'.repeat(5000)}"}`,
			'[]',
			'{',
			''
		]) {
			one.send(presence(roster, 11, 1, state));
		}
		one.send(presence(sealed.log(planChannel), 11, 1, '{"s":"cGxhbg"}'));
		one.send(presence(roster, 12, 2 ** 40, '{"s":"bGF0ZQ"}'));
		one.send(presence(roster, 13, 1, '{"s":"c2VhbGVk"}'));
		expect(text(await two.next('presence'))).toContain('c2VhbGVk');
		two.send(presence(roster, 13, 2, 'null'));
		two.send(presence(roster, 13, 3, '{"s":"dGFrZW4"}'));
		two.send(presence(roster, 14, 1, '{"s":"bWluZQ"}'));
		let heard = text(await one.next('presence'));
		while (!heard.includes('bWluZQ')) heard = text(await one.next('presence'));
		expect(heard).not.toContain('dGFrZW4');
		await two.close();
		one.send(presence(roster, 13, 4, 'null'));
		await one.close();
	});

	it('is gone when its connection is', async () => {
		const roster = sealed.log(rosterChannel);
		const [one, two] = [
			await RawClient.reading(relay.address, roster, editor),
			await RawClient.reading(relay.address, roster, sealed.manager)
		];
		one.send(presence(roster, 21, 1, '{"s":"aGVyZQ"}'));
		expect(text(await two.next('presence'))).toContain('aGVyZQ');
		await one.close();
		expect(text(await two.next('presence'))).toContain('null');
		await two.close();
	});

	it('that ends is handed on', async () => {
		const roster = sealed.log(rosterChannel);
		const one = await RawClient.reading(relay.address, roster, editor);
		const two = await RawClient.reading(relay.address, roster, sealed.manager);
		one.send(presence(roster, 41, 1, '{"s":"aGVyZQ"}'));
		expect(text(await two.next('presence'))).toContain('aGVyZQ');
		two.send(presence(roster, 41, 2, 'null'));
		one.send(presence(roster, 41, 3, 'null'));
		expect(text(await two.next('presence'))).toContain(`${String.fromCharCode(3, 4)}null`);
		await one.close();
		await two.close();
	});

	it('follows its reader to another connection, and stays when the old one ends', async () => {
		const roster = sealed.log(rosterChannel);
		const [old, watcher] = [
			await RawClient.reading(relay.address, roster, editor),
			await RawClient.reading(relay.address, roster, sealed.manager)
		];
		old.send(presence(roster, 51, 1, '{"s":"b25l"}'));
		expect(text(await watcher.next('presence'))).toContain('b25l');
		const young = await RawClient.reading(relay.address, roster, editor);
		young.send(presence(roster, 51, 2, '{"s":"dHdv"}'));
		expect(text(await watcher.next('presence'))).toContain('dHdv');
		await old.close();
		young.send(presence(roster, 51, 3, '{"s":"dGhyZWU"}'));
		expect(text(await watcher.next('presence'))).toContain('dGhyZWU');
		await young.close();
		expect(text(await watcher.next('presence'))).toContain('null');
		await watcher.close();
	});

	it('of at most four for each connection', async () => {
		const roster = sealed.log(rosterChannel);
		const [one, two] = [
			await RawClient.reading(relay.address, roster, editor),
			await RawClient.reading(relay.address, roster, sealed.manager)
		];
		for (let client = 31; client < 37; client++) one.send(presence(roster, client, 1, `{"s":"b${client}"}`));
		one.send(presence(roster, 31, 2, '{"s":"ZW5k"}'));
		let heard = '';
		while (!heard.includes('ZW5k')) heard += text(await two.next('presence'));
		expect(heard).toContain('b34');
		expect(heard).not.toContain('b35');
		await one.close();
		await two.close();
	});
});

it('prints no more than fixed words and counts', () => {
	const said = relay.lines.join('\n');
	expect(said).toContain('connection-refused');
	expect(said).not.toContain(sealed.document);
	expect(said).not.toMatch(/[A-Za-z0-9_-]{25,}/);
	for (const line of relay.lines) expect(JSON.parse(line)).toHaveProperty('event');
});

function text(heard: { kind: string; body?: Uint8Array }): string {
	return Buffer.from(heard.body ?? []).toString('latin1');
}
