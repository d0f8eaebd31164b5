import { expect, it } from 'vitest';
import { channelName, documentId, memberId, utf8 } from '#lib/seal/frame-bytes.ts';
import { Secret } from '#lib/seal/secret.ts';
import { decodeSeat, encodeSeat, type Seat } from './seats.ts';

const seat: Seat = {
	document: documentId(new Uint8Array(32).fill(1)),
	seed: new Secret(new Uint8Array(32).fill(2)),
	relays: ['https://table.example'],
	of: documentId(new Uint8Array(32).fill(3)),
	joinedAt: 0,
	ofAnother: false,
	madeUp: false,
	codes: {},
	statements: [Uint8Array.of(1, 2)],
	summary: { name: 'Ada', stage: null, people: [], news: 0, openedAt: 7, ends: 9 },
	looked: null,
	heard: 2,
	lost: [
		{
			id: 'one',
			channel: channelName('plan'),
			by: memberId(new Uint8Array(32)),
			client: 7,
			seq: 3,
			name: 'Ada',
			text: 'gone'
		}
	]
};

it('a seat comes back as it was kept', () => {
	const { seed, ...rest } = decodeSeat(encodeSeat(seat)) ?? seat;
	expect(seed.reveal()).toEqual(seat.seed.reveal());
	expect({ ...seat, ...rest }).toEqual(seat);
});

it.each([
	'',
	'null',
	'7',
	'[]',
	'{}',
	'{"version":1,"document":{"toString":1,"valueOf":1}}',
	'{"version":1,"document":null,"seed":[["A"]]}'
])('what a backup holds in a seat’s place is no seat, and never throws: %s', (text) => {
	expect(decodeSeat(utf8(text))).toBeNull();
});
