import { describe, expect, it } from 'vitest';
import { Secret } from '#lib/seal/secret.ts';
import { newWordSecret, readWords, toWords } from './words.ts';

// From the vectors of BIP-39 (trezor/python-mnemonic, vectors.json).
const published = [
	['00000000000000000000000000000000', `${'abandon '.repeat(11)}about`],
	[
		'7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f',
		'legal winner thank year wave sausage worth useful legal winner thank yellow'
	],
	[
		'80808080808080808080808080808080',
		'letter advice cage absurd amount doctor acoustic avoid letter advice cage above'
	],
	['ffffffffffffffffffffffffffffffff', `${'zoo '.repeat(11)}wrong`],
	[
		'9e885d952ad362caeb4efe34a8e91bd2',
		'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic'
	],
	[
		'c0ba5a8e914111210f2bd131f3d5e08d',
		'scheme spot photo card baby mountain device kick cradle pact join borrow'
	]
] as const;

const words = published[5][1];
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

async function readHex(text: string): Promise<string> {
	const read = await readWords(text);
	return read.kind === 'words' ? Buffer.from(read.secret.reveal()).toString('hex') : read.kind;
}

describe('recovery words', () => {
	it.each(published)('%s is written and read as published', async (hex, text) => {
		expect(await toWords(new Secret(bytes(hex)))).toEqual(text.split(' '));
		expect(await readHex(text)).toBe(hex);
	});

	it('come from 128 random bits', async () => {
		const secret = newWordSecret((length) => new Uint8Array(length).fill(length));
		expect(secret.reveal()).toEqual(new Uint8Array(16).fill(16));
		expect(await toWords(secret)).toHaveLength(12);
	});

	it('stand for 16 bytes and no other number', async () => {
		await expect(toWords(new Secret(new Uint8Array(32)))).rejects.toThrow('16 bytes');
	});

	it.each([
		['capitals', words.toUpperCase()],
		['spaces and line breaks', `\n  ${words.replaceAll(' ', ' \r\n\t ')}  \n`],
		[
			'numbers',
			words
				.split(' ')
				.map((word, i) => `${i + 1}. ${word}`)
				.join('\n')
		],
		[
			'numbers without a space',
			words
				.split(' ')
				.map((word, i) => `${i + 1})${word}`)
				.join(' ')
		],
		['commas', words.replaceAll(' ', ', ')],
		['no-break and ideographic spaces', words.replaceAll(' ', '\u00a0\u3000')],
		['a byte order mark', `\ufeff${words}`],
		[
			'full-width letters',
			words.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
		],
		['accents that a keyboard added', words.replaceAll('e', 'é').replaceAll('o', 'o\u0308')],
		['a soft hyphen', words.replace('mountain', 'moun\u00adtain')]
	])('are read with %s', async (_, text) => {
		expect(await readHex(text)).toBe('c0ba5a8e914111210f2bd131f3d5e08d');
	});

	it('name the word that is not in the list', async () => {
		expect(await readWords(words.replace('photo', 'foto'))).toEqual({
			kind: 'unknown-word',
			place: 3,
			word: 'foto'
		});
		expect(await readWords('Здравствуй')).toMatchObject({
			kind: 'unknown-word',
			place: 1,
			word: 'здравствуи'
		});
	});

	it('are counted', async () => {
		expect(await readWords('')).toEqual({ kind: 'wrong-count', count: 0 });
		expect(await readWords('... 12 !')).toEqual({ kind: 'wrong-count', count: 0 });
		expect(await readWords(words.slice(0, -' borrow'.length))).toEqual({ kind: 'wrong-count', count: 11 });
		expect(await readWords(`${words} zoo`)).toEqual({ kind: 'wrong-count', count: 13 });
		expect(await readWords(`${words} ${words}`)).toEqual({ kind: 'wrong-count', count: 24 });
	});

	it('that changed places or were misread are told from a set that was made', async () => {
		expect(await readWords(words.replace('photo card', 'card photo'))).toEqual({ kind: 'wrong-words' });
		expect(await readWords(words.replace('borrow', 'boy'))).toEqual({ kind: 'wrong-words' });
	});

	it('do not show when printed', async () => {
		const read = await readWords(words);
		expect(JSON.stringify(read)).toBe('{"kind":"words","secret":"<redacted>"}');
	});
});
