import { expect, test } from 'vitest';
import { readCode, readQr, writeCode, writeQr } from './link-code.ts';

const place = Uint8Array.of(0x12, 0xff, 0x00, 0xab, 0x77);
const publicKey = new Uint8Array(32).fill(9);
const origin = 'https://table.example';

test('a code is two groups of four, and is read however it is typed', () => {
	const code = writeCode(place);
	expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}$/);
	const typed = [code, code.toLowerCase(), code.replace(' ', '-'), ` ${code.replace(' ', '')} `];
	for (const text of typed) expect(readCode(text)).toEqual({ kind: 'place', place });
});

test('letters that look alike are one', () => {
	expect(readCode('O0Il 1uvV')).toEqual(readCode('0011 1VVV'));
	expect(readCode('01234567')).toEqual(readCode('01234567'));
});

test('a code that is too short or too long says so', () => {
	expect(readCode('ABCD EFG').kind).toBe('short');
	expect(readCode('').kind).toBe('short');
	expect(readCode('ABCD EFGHJ').kind).toBe('long');
});

test('all places can be written', () => {
	for (const byte of [0, 1, 127, 255]) {
		const each = new Uint8Array(5).fill(byte);
		expect(readCode(writeCode(each))).toEqual({ kind: 'place', place: each });
	}
});

test('a QR code says the place and the key, and others are told from it', () => {
	const text = writeQr(origin, place, publicKey);
	expect(readQr(text, origin)).toEqual({ kind: 'meeting', place, publicKey });
	expect(readQr(text, 'https://other.example')).toEqual({ kind: 'elsewhere', origin });
	const others = ['', 'hello', 'https://table.example/join#abc', text.slice(0, -1), `${text.slice(0, -1)}!`];
	for (const other of others) expect(readQr(other, origin).kind).toBe('foreign');
});
