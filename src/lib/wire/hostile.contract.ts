/** What every link must withstand: a relay that believes anyone, loses what it had, or sends whatever it likes. */
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Frame } from '#lib/seal/frame.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { TestDocument, type TestStrand } from '../../../tests/frames.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';
import type { LogPlace } from './frame-name.ts';
import { structUpdate } from './frame-struct.ts';
import { until } from './link.contract.ts';
import type { Link, OpenLink } from './link.ts';

export interface HostilePlace {
	readonly open: OpenLink;
	/** By client, how many structs of a log the relay holds. */
	held(log: string): ReadonlyMap<number, number>;
	/** Puts an update into the log as if a client had sent it: the relay holds it and passes it on. */
	plant(log: string, update: Uint8Array): void;
	/** Sends an update's bytes to all who have the log open, whatever they are. */
	shout(log: string, update: Uint8Array): void;
	/** Sends raw bytes to all who have the log open. */
	babble(log: string, message: Uint8Array): void;
	/** Dies, and comes back with nothing. */
	loseAll(): Promise<void>;
	stop(): Promise<void>;
}

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };

class Ear {
	readonly arrived: Frame[] = [];
	readonly stored = new Map<number, number>();
	readonly present = new Map<number, Uint8Array>();
	readonly link: Link;
	junk = 0;

	constructor(open: OpenLink, table: TestDocument) {
		this.link = open({
			document: table.document,
			places: [roster, plan],
			reader: table.member,
			events: {
				state: () => undefined,
				arrived: ({ channel }, frames) => {
					if (channel === planChannel) this.arrived.push(...frames);
				},
				junk: (_place, count) => (this.junk += count),
				acknowledged: ({ channel }, stored) => {
					if (channel !== planChannel) return;
					for (const [client, count] of stored) {
						this.stored.set(client, Math.max(count, this.stored.get(client) ?? 0));
					}
				},
				declined: () => undefined,
				newest: () => undefined,
				presence: (peer, blob) => {
					if (blob) this.present.set(peer, blob);
					else this.present.delete(peer);
				}
			}
		});
		this.link.offer(roster, [table.founding]);
	}

	heard(strand: TestStrand): string[] {
		return ids(this.arrived.filter(({ client }) => client === strand.client));
	}

	has(strand: TestStrand): boolean {
		return this.heard(strand).length >= strand.frames.length;
	}
}

let seeds = 0;

export function describeUnderAttack(name: string, make: () => Promise<HostilePlace>): void {
	describe(`${name}, attacked`, () => {
		let relay: HostilePlace;
		let table: TestDocument;
		let log: string;
		const ears: Ear[] = [];

		beforeEach(async () => {
			relay = await make();
			table = await TestDocument.found(`under attack ${seeds++}`);
			log = table.log(planChannel);
		});

		afterEach(async () => {
			await Promise.all(ears.splice(0).map(({ link }) => link.close()));
			await relay.stop();
		});

		function ear(): Ear {
			const opened = new Ear(relay.open, table);
			ears.push(opened);
			return opened;
		}

		/** A writes, B hears: the link between them works. */
		async function works(a: Ear, b: Ear, strand: TestStrand): Promise<void> {
			a.link.offer(plan, await strand.write(2));
			await until(() => b.has(strand));
			expect(b.heard(strand)).toEqual(ids(strand.frames));
		}

		async function pair(): Promise<[Ear, Ear, TestStrand]> {
			const [a, b, strand] = [ear(), ear(), table.strand()];
			await works(a, b, strand);
			return [a, b, strand];
		}

		test('gives a relay that lost everything all of it again', async () => {
			const [a, b, strand] = await pair();
			await relay.loseAll();
			for (const { link } of ears) link.retry();
			await until(() => relay.held(log).get(strand.client) === 2);
			const late = ear();
			await until(() => late.has(strand));
			await works(b, a, table.strand());
			await works(a, b, strand);
		});

		test.each(Object.entries(junk))('hands up nothing of %s, and goes on', async (_, make) => {
			const [a, b, strand] = await pair();
			// A relay cannot hold what is no update at all; it can send it.
			if (isUpdate(make(strand))) relay.plant(log, make(strand));
			relay.shout(log, make(strand));
			await until(() => b.junk > 0);
			const other = table.strand();
			await works(a, b, other);
			expect(b.arrived.map(({ client }) => client).filter((client) => client !== strand.client)).toEqual(
				other.frames.map(({ client }) => client)
			);
			const late = ear();
			await until(() => late.has(other));
			expect(late.arrived.every((frame) => [...strand.frames, ...other.frames].some(same(frame)))).toBe(true);
		});

		test('does not say that an entry is stored whose place is taken by junk', async () => {
			const [a, b, strand] = await pair();
			await until(() => a.stored.get(strand.client) === 2);
			const [next] = await strand.write(1);
			relay.plant(log, binaryAt(strand.client, 2, Uint8Array.of(1, 2, 3)));
			await until(() => a.junk > 0 && b.junk > 0);
			if (next) a.link.offer(plan, [next]);
			const other = table.strand();
			await works(a, b, other);
			await until(() => (a.stored.get(other.client) ?? 0) === 2);
			expect(a.stored.get(strand.client)).toBe(2);
			expect(b.heard(strand)).toHaveLength(2);
		});

		test('heals what a relay withholds as soon as another way brings it', async () => {
			const [a, b, strand] = await pair();
			const [third, fourth] = await strand.write(2);
			if (!third || !fourth) throw new Error('two were written');
			relay.shout(log, structUpdate([fourth]));
			await works(a, b, table.strand());
			expect(b.heard(strand)).toHaveLength(2);
			b.link.offer(plan, strand.frames.slice(0, 3));
			await until(() => b.heard(strand).length === 3);
			expect(b.heard(strand).at(-1)).toBe(ids([fourth])[0]);
		});

		test('keeps little of a flood of entries that hang in the air', async () => {
			const [a, b] = await pair();
			const flood = table.strand();
			const frames = await flood.write(7, 1_000_000);
			for (const frame of frames.slice(1)) relay.shout(log, structUpdate([frame]));
			await until(() => b.junk > 0);
			await works(a, b, table.strand());
			expect(b.heard(flood)).toEqual([]);
		});

		test('outlives messages of random bytes, and what was cut short', async () => {
			const [a, b, strand] = await pair();
			const seed = `babble ${Math.random()}`;
			const random = seededRandom(seed);
			const whole = syncMessage(log, structUpdate(strand.frames));
			for (let i = 0; i < 40; i++) {
				relay.babble(log, random(1 + (random(1)[0] ?? 0)));
				relay.babble(log, whole.subarray(0, 1 + Math.floor(((whole.length - 1) * i) / 40)));
			}
			relay.babble(log, new Uint8Array());
			for (const { link } of ears) link.retry();
			await works(a, b, table.strand()).catch((error: unknown) => {
				throw new Error(`seed: ${seed}`, { cause: error });
			});
		});

		test('drops presence that is not one field of text', async () => {
			const [a, b] = await pair();
			const rosterLog = table.log(rosterChannel);
			for (const state of ['{"s":5}', '{"name":"Ada"}', 'null', '[]', '"x"', '{"s":"?"}', '{not json']) {
				relay.babble(rosterLog, awarenessMessage(rosterLog, state));
			}
			a.link.present(Uint8Array.of(7));
			await until(() => [...b.present.values()].some((blob) => blob[0] === 7));
			expect([...b.present.values()].filter((blob) => blob[0] !== 7)).toEqual([]);
		});
	});

	/** Hocuspocus puts the log's name before every message, y-websocket does not: each link gets both, and believes neither more. */
	function syncMessage(log: string, update: Uint8Array): Uint8Array {
		return message((encoder) => {
			if (name.includes('Hocuspocus')) encoding.writeVarString(encoder, log);
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarUint(encoder, 2);
			encoding.writeVarUint8Array(encoder, update);
		});
	}

	function awarenessMessage(log: string, state: string): Uint8Array {
		const update = message((encoder) => {
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint(encoder, 12345);
			encoding.writeVarUint(encoder, Math.floor(Math.random() * 1e6) + 1);
			encoding.writeVarString(encoder, state);
		});
		return message((encoder) => {
			if (name.includes('Hocuspocus')) encoding.writeVarString(encoder, log);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint8Array(encoder, update);
		});
	}
}

/** Updates that a plain Yjs relay takes from anyone. */
const junk: Record<string, (strand: TestStrand) => Uint8Array> = {
	'text in a place of its own': () => made((doc) => doc.getText('words').insert(0, 'hello')),
	'a map': () => made((doc) => doc.getMap('map').set('key', 'value')),
	'an array of numbers and arrays': () =>
		made((doc) => {
			doc.getArray('array').push([1, 2, new Y.Array()]);
		}),
	'a megabyte of text': () => made((doc) => doc.getText('words').insert(0, 'x'.repeat(1_000_000))),
	'bytes that are no frame, in a strand’s next place': ({ client, frames }) =>
		binaryAt(client, frames.length, Uint8Array.of(1, 2, 3)),
	'text in a strand’s next place': ({ client, frames }) =>
		made((doc) => doc.getText(String(client)).insert(0, 'words'), client, frames.length),
	'a frame under another’s id': ({ frames }) =>
		frames[0] ? binaryAt(nextId(), 0, frames[0].bytes) : new Uint8Array(),
	'a later frame of the strand in its first place': ({ frames }) =>
		frames[1] ? binaryAt(nextId(), 0, frames[1].bytes) : new Uint8Array(),
	'a deletion': ({ client }) => deletionOf(client, 0, 1),
	'a deletion of what nobody has written': () => deletionOf(nextId(), 5, 1000),
	'bytes that are no update': () => Uint8Array.of(255, 255, 255, 255)
};

let ownIds = 1000;
function nextId(): number {
	return ownIds++;
}

function made(change: (doc: Y.Doc) => void, client = nextId(), from = 0): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	if (from > 0) doc.getArray('before').push(Array.from({ length: from }, () => 0));
	const before = Y.encodeStateVector(doc);
	change(doc);
	return Y.encodeStateAsUpdate(doc, before);
}

function binaryAt(client: number, clock: number, bytes: Uint8Array): Uint8Array {
	return structUpdate([{ client, seq: clock, bytes }]);
}

function deletionOf(client: number, clock: number, length: number): Uint8Array {
	return message((encoder) => {
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarUint(encoder, length);
	});
}

function isUpdate(bytes: Uint8Array): boolean {
	try {
		return Y.decodeUpdate(bytes).structs.length >= 0;
	} catch {
		return false;
	}
}

function message(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
}

function ids(frames: readonly Frame[]): string[] {
	return frames.map(({ id }) => id.join());
}

function same(frame: Frame): (other: Frame) => boolean {
	return ({ id }) => id.join() === frame.id.join();
}
