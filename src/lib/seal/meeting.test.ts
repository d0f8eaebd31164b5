import { expect, test } from 'vitest';
import { utf8 } from './frame-bytes.ts';
import {
	commitment,
	encodeIntroduction,
	keepsCommitment,
	meetingKey,
	newIntroduction,
	openFromMeeting,
	readIntroduction,
	sealForMeeting,
	wordNumbers
} from './meeting.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function meet() {
	const [newDevice, oldDevice] = [newIntroduction(random), newIntroduction(random)];
	const both = { newDevice, oldDevice };
	return { newDevice, oldDevice, both };
}

test('both devices come to one key and one set of words, and another pair to others', () => {
	const { newDevice, oldDevice, both } = meet();
	const key = meetingKey(newDevice, oldDevice, both);
	expect(key?.reveal()).toEqual(meetingKey(oldDevice, newDevice, both)?.reveal());
	expect(wordNumbers(both)).toHaveLength(4);
	for (const number of wordNumbers(both)) expect(number).toBeLessThan(2048);
	expect(wordNumbers(both)).toEqual(wordNumbers(both));
	expect(wordNumbers(meet().both)).not.toEqual(wordNumbers(both));
	const stranger = newIntroduction(random);
	expect(meetingKey(stranger, oldDevice, both)?.reveal()).not.toEqual(key?.reveal());
});

test('an introduction travels, and is held against its commitment', () => {
	const { newDevice, oldDevice } = meet();
	const read = readIntroduction(encodeIntroduction(newDevice));
	expect(read).toEqual({ publicKey: newDevice.publicKey, nonce: newDevice.nonce });
	expect(read && keepsCommitment(read, commitment(newDevice))).toBe(true);
	expect(keepsCommitment(oldDevice, commitment(newDevice))).toBe(false);
	for (const length of [0, 63, 65]) expect(readIntroduction(new Uint8Array(length))).toBeNull();
});

test('a key with which the shared secret would be none is refused', () => {
	const { newDevice } = meet();
	for (const byte of [0, 1]) {
		const publicKey = new Uint8Array(32);
		publicKey[0] = byte;
		const theirs = { publicKey, nonce: random(32) };
		expect(meetingKey(newDevice, theirs, { newDevice, oldDevice: theirs })).toBeNull();
	}
});

test('what is given opens under its key only, unaltered', () => {
	const { newDevice, oldDevice, both } = meet();
	const key = meetingKey(newDevice, oldDevice, both);
	const other = meetingKey(newIntroduction(random), oldDevice, both);
	if (!key || !other) throw new Error('no key');
	const sealed = sealForMeeting(utf8('a link'), key);
	expect(openFromMeeting(sealed, key)).toEqual(utf8('a link'));
	expect(openFromMeeting(sealed, other)).toBeNull();
	sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
	expect(openFromMeeting(sealed, key)).toBeNull();
	expect(openFromMeeting(new Uint8Array(3), key)).toBeNull();
});
