import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { canaryFor } from './canary.ts';
import { scan } from './scan.ts';

const canary = canaryFor('planted');
const prose = 'Rosa wants her own front door, her own kitchen and her Saturday bread. '.repeat(4);
const around = (words: string | Buffer, before = 41): Buffer =>
	Buffer.concat([randomBytes(before), Buffer.from(words), randomBytes(300)]);
const wide = (text: string) => Buffer.from(text, 'utf16le');
const fixed = { strategy: constants.Z_FIXED };

describe('a planted word is found', () => {
	test.each<[string, string | Buffer]>([
		['utf-8', `{"words":"${canary}"}`],
		['utf-16le', wide(`words ${canary} more`)],
		['utf-16be', wide(`words ${canary} more`).swap16()],
		['hex of utf-8', Buffer.from(`x${canary}x`).toString('hex')],
		['hex of utf-8', Buffer.from(`x${canary}x`).toString('hex').toUpperCase()],
		['hex of utf-16le', wide(`x${canary}x`).toString('hex')],
		['zlib > utf-8', deflateSync(`${prose}${canary}${prose}`)],
		['zlib > utf-16le', deflateSync(wide(`${prose}${canary}`))],
		['zlib > utf-8', deflateSync(`a short one: ${canary}`)],
		['gzip > utf-8', gzipSync(`${prose}${canary}`)],
		['deflate > utf-8', deflateRawSync(randomBytes(800).toString('hex') + canary)],
		[
			'zlib > base64 of utf-8',
			deflateSync(JSON.stringify({ words: Buffer.from(canary).toString('base64') }))
		],
		['zlib > gzip > utf-8', deflateSync(gzipSync(`${prose}${canary}`))]
	])('as %s', (as, planted) => {
		expect(scan(around(planted), [canary])).toContainEqual(expect.objectContaining({ canary, as }));
	});

	test.each(['a', 'ab', 'abc', 'abcd'])('as base64, %j standing before it', (before) => {
		for (const [encoding, as] of [
			['base64', 'base64 of utf-8'],
			['base64url', 'base64url of utf-8']
		] as const) {
			const planted = Buffer.from(`${before}${canary}??>>`).toString(encoding);
			expect(scan(around(planted), [canary])).toContainEqual(expect.objectContaining({ as }));
		}
	});

	test.each(['a', 'aü', 'aüü', 'aüüü', 'aüüüü', 'aüüüüü', 'aüüüüüü', 'aüüüüüüü'])(
		'in deflate without a header and in its fixed code, at every bit: after %j',
		(before) => {
			const planted = deflateRawSync(before + canary, fixed);
			expect(scan(around(planted), [canary])).toContainEqual(expect.objectContaining({ as: 'deflate' }));
		}
	);

	test('in a stream that is cut off', () => {
		const whole = deflateSync(canary + randomBytes(4_000).toString('hex'));
		expect(scan(whole.subarray(0, whole.length / 2), [canary])).not.toEqual([]);
	});

	test('at the very beginning and at the very end', () => {
		expect(scan(Buffer.from(canary), [canary])).toHaveLength(1);
		expect(scan(Buffer.concat([randomBytes(9), Buffer.from(canary)]), [canary])).toHaveLength(1);
	});
});

test('nothing is found in random bytes, and half a word is not the word', () => {
	const canaries = Array.from({ length: 50 }, (_, index) => canaryFor(`field ${index}`));
	expect(scan(randomBytes(200_000), canaries)).toEqual([]);
	expect(scan(Buffer.from(canary.slice(0, 15)), [canary])).toEqual([]);
});
