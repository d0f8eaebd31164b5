import * as encoding from 'lib0/encoding';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toText } from './frame-bytes.ts';
import type { Frame } from './frame.ts';
import { verifyFrame } from './frame-verify.ts';
import { Originals, type Step } from './originals.fixture.ts';
import { naclVerify } from './verify.ts';
import { readVolume, VolumeError, writeVolume, type Original, type VolumeContext } from './volume.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('volume');
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const plainStep: Step = {
	strand: 0,
	key: 0,
	rosterHeads: 0,
	time: 1_760_000_000_000,
	payload: filled(5, 3),
	cites: [],
	other: null
};

const step: fc.Arbitrary<Step> = fc.record({
	strand: fc.nat(4),
	key: fc.nat(2),
	rosterHeads: fc.nat(2),
	time: fc.oneof(fc.nat(5), fc.maxSafeNat()),
	payload: fc.uint8Array({ maxLength: 60 }),
	cites: fc.array(fc.nat(), { maxLength: 3 }),
	other: fc.option(
		fc.oneof(
			fc.record({ client: fc.constant(0), seq: fc.constant(0), id: bytes32() }),
			fc.record({ client: fc.maxSafeNat(), seq: fc.nat(), id: bytes32() })
		)
	)
});

function bytes32() {
	return fc.uint8Array({ minLength: 32, maxLength: 32 });
}

describe('originals', () => {
	it('come back as they were, through several volumes in a row', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
				async (volumes) => {
					const people = await Originals.by(2, random);
					for (const steps of volumes) {
						const before = people.written.length;
						await people.write(steps);
						const here = people.written.slice(before);
						const reader = people.readerAfter(before);
						await expectSame([...readVolume(writeVolume(here, reader.idOf), reader)], here);
					}
				}
			),
			{ numRuns: 40 }
		);
	}, 60_000);

	it('of nobody are none', async () => {
		const reader = (await Originals.by(1, random)).readerAfter(0);
		expect([...readVolume(writeVolume([], reader.idOf), reader)]).toEqual([]);
	});

	it('come back even from a clock that is as wrong as it can be', async () => {
		const people = await Originals.by(1, random);
		const times = [0, 2 ** 53 - 1, 1, 2 ** 53 - 1, 0];
		await people.write(times.map((time) => ({ ...plainStep, time })));
		const reader = people.readerAfter(0);
		const read = [...readVolume(writeVolume(people.written, reader.idOf), reader)];
		expect(read.map(({ content }) => content.time)).toEqual(times);
		await expectSame(read, people.written);
	});

	it('take a few dozen bytes where entries take a thousand', async () => {
		const people = await Originals.by(2, random);
		const steps = Array.from({ length: 200 }, (_, i) => ({
			...plainStep,
			strand: i % 2,
			time: plainStep.time + 1000 * i,
			cites: i > 0 ? [i - 1] : []
		}));
		await people.write(steps);
		const volume = writeVolume(people.written, () => undefined);
		expect(volume.length).toBeLessThan(steps.length * 25);
		expect(people.written.every(({ frame }) => frame.bytes.length > 800)).toBe(true);
	});
});

describe('a volume', () => {
	let people: Originals;
	let reader: VolumeContext;
	let sound: Uint8Array;
	beforeAll(async () => {
		people = await Originals.by(2, random);
		await people.write([
			plainStep,
			{ ...plainStep, strand: 1, key: 1, rosterHeads: 2, cites: [0] },
			{ ...plainStep, payload: new Uint8Array(), cites: [1] },
			{ ...plainStep, strand: 2, other: { client: 0, seq: 0, id: filled(32, 9) } }
		]);
		reader = people.readerAfter(0);
		sound = writeVolume(people.written, reader.idOf);
	});

	it('that is cut short anywhere is refused', () => {
		for (let length = 0; length < sound.length; length++) {
			expect(fault(sound.subarray(0, length), reader), `${length}`).toBe('form');
		}
	});

	it('behind which something follows is refused', () => {
		expect(fault(Uint8Array.of(...sound, 0), reader)).toBe('form');
	});

	it('never throws anything else, whatever is altered in it', () => {
		for (let at = 0; at < sound.length; at++) {
			for (const change of [1, 0x7f, 0x80, 0xff]) {
				const altered = sound.slice();
				altered[at] = (altered[at] ?? 0) ^ change;
				expect(['form', 'unknown', 'key', null]).toContain(fault(altered, reader));
			}
		}
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				expect(['form', 'unknown', 'key', null]).toContain(fault(bytes, reader));
			})
		);
	});

	it('under a key that this device does not have says so', () => {
		const without = {
			...reader,
			key: (epoch: number) => people.keys.find((key) => key.epoch === epoch && epoch !== 1)
		};
		expect(fault(sound, without)).toBe('key');
	});

	it('that goes on from entries that are not here is refused', async () => {
		const later = people.written.slice(2);
		const volume = writeVolume(later, people.readerAfter(2).idOf);
		expect(fault(volume, people.readerAfter(2))).toBeNull();
		expect(fault(volume, reader)).toBe('unknown');
	});

	it.each([
		['more entries than it has bytes', { entries: 2 ** 40, runs: [0, 2 ** 40] }],
		['more entries than a volume may have', { entries: 100_001, runs: [0, 100_001], padding: 300_003 }],
		['more entries than its runs say', { entries: 2 }],
		['a run that goes on too long', { runs: [0, 2] }],
		['a run of nothing', { runs: [0, 0] }],
		['a strand that is not there', { runs: [1, 1] }],
		['a time before 1970', { time: -1 }],
		['a time beyond all numbers', { time: 2 ** 53 - 1, entries: 2, runs: [0, 2] }],
		['a number beyond all numbers', { length: 2 ** 53 }],
		['a head of a strand that is not there', { heads: [1, 3, 0] }],
		['more heads than it has bytes', { heads: [2 ** 50] }],
		['a payload longer than itself', { length: 2 ** 50 }],
		['a seq that no frame can hold', { first: 2 ** 32, known: true }],
		['an epoch that no frame can hold', { epoch: 2 ** 32 }],
		['a cited seq that no frame can hold', { heads: [1, 0, 5, 2 ** 32], id: true }],
		['more roster heads than a frame may have', { rosterHeads: 300 }],
		['no roster heads', { rosterHeads: 0 }]
	] satisfies [string, Written][])('with %s is refused', (_, written) => {
		const known = { ...reader, idOf: () => filled(32, 1), key: () => people.keys[0] };
		expect(fault(volumeOf(written), known)).toBe('form');
	});

	it.each([
		['itself', [1, 2, 0]],
		['an entry behind it', [1, 2, 7]],
		['what no earlier volume holds', [1, 1, 5, 0]]
	])('whose entry cites %s is refused', (_, heads) => {
		expect(fault(volumeOf({ heads }), { ...reader, key: () => people.keys[0] })).toBe('unknown');
	});

	it('written by hand is read like any other, so that these faults are what they say', () => {
		expect(fault(volumeOf({}), { ...reader, key: () => people.keys[0] })).toBeNull();
	});
});

/** What stands in a volume of one entry, where it is not what it should be. */
interface Written {
	readonly entries?: number;
	readonly runs?: readonly number[];
	readonly first?: number;
	readonly known?: boolean;
	readonly epoch?: number;
	readonly rosterHeads?: number;
	readonly time?: number;
	readonly heads?: readonly number[];
	/** Whether an id follows the heads. */
	readonly id?: boolean;
	readonly length?: number;
	/** Zeros behind it. */
	readonly padding?: number;
}

function volumeOf(written: Written): Uint8Array {
	const {
		entries = 1,
		runs = [0, 1],
		first = 0,
		epoch = 0,
		rosterHeads = 1,
		time = 0,
		heads = [0],
		id,
		length = 0
	} = written;
	const encoder = encoding.createEncoder();
	const number = (value: number) => encoding.writeVarUint(encoder, value);
	const raw = (bytes: Uint8Array) => encoding.writeUint8Array(encoder, bytes);
	number(entries);
	number(1);
	raw(filled(48, 1));
	number(first);
	raw(filled(64, 2));
	number(1);
	number(epoch);
	raw(filled(32, 3));
	number(1);
	number(rosterHeads);
	for (let i = 0; i < rosterHeads; i++) raw(Uint8Array.of(i >> 8, i, ...filled(30, 4)));
	const [value = 0, times = 0] = runs;
	for (const run of [runs, [0, Math.max(times, 1)], [0, Math.max(times, 1)]]) run.forEach(number);
	if (value > 0 || times === 0) return encoding.toUint8Array(encoder);
	for (let left = Math.min(entries, 2); left > 0; left--) encoding.writeVarInt(encoder, time);
	for (let left = Math.min(entries, 2); left > 0; left--) heads.forEach(number);
	if (id) raw(filled(32, 5));
	for (let left = Math.min(entries, 2); left > 0; left--) number(length);
	raw(new Uint8Array(written.padding ?? 0));
	return encoding.toUint8Array(encoder);
}

/** Null if there is none. */
function fault(volume: Uint8Array, context: VolumeContext): string | null {
	try {
		for (const original of readVolume(volume, context)) void original;
		return null;
	} catch (error) {
		if (error instanceof VolumeError) return error.fault;
		throw error;
	}
}

/** Byte for byte but for the signatures of all but each strand's last. */
async function expectSame(read: readonly Original[], written: readonly Original[]): Promise<void> {
	const lasts = new Map(written.map(({ frame }) => [frame.client, toText(frame.id)]));
	expect(read.map(({ content }) => content)).toEqual(written.map(({ content }) => content));
	expect(read.map(({ frame }) => toText(unsigned(frame)))).toEqual(
		written.map(({ frame }) => toText(unsigned(frame)))
	);
	for (const [i, { frame }] of read.entries()) {
		expect(toText(frame.id)).toBe(toText(written[i]?.frame.id ?? new Uint8Array()));
		const isLast = lasts.get(frame.client) === toText(frame.id);
		expect(frame.signature).toEqual(isLast ? written[i]?.frame.signature : new Uint8Array(64));
		if (isLast) expect(await verifyFrame(frame, naclVerify)).toBe(true);
	}
}

function unsigned({ bytes }: Frame): Uint8Array {
	return bytes.subarray(0, -64);
}
