import { expect, test } from 'vitest';
import { writeLink } from '#lib/roster/invitation-link.ts';
import { documentId, entryId } from '#lib/seal/frame-bytes.ts';
import { Secret } from '#lib/seal/secret.ts';
import { toWords } from '#lib/vault/words.ts';
import { kitPage, readKit } from './kit-code.ts';

const bytes = new Uint8Array(16).fill(7);
const link = {
	document: documentId(new Uint8Array(32).fill(1)),
	invite: entryId(new Uint8Array(32).fill(2)),
	secret: new Secret(bytes),
	expiry: 0,
	relays: ['https://table.example']
};
const written = writeLink('https://table.example', link, kitPage);

test('what the QR code says is read, also as cameras and people hand it on', async () => {
	for (const text of [written, ` ${written}\n`, written.replace('#', '%23'), `See: ${written} .`]) {
		const read = await readKit(text);
		expect(read.kind === 'link' && read.link.secret.reveal(), text).toEqual(bytes);
	}
});

test('words are read as people write them', async () => {
	const words = await toWords(new Secret(bytes));
	const texts = [
		words.join(' '),
		words.join('\n').toUpperCase(),
		words.map((word, i) => `${i + 1}. ${word},`).join('  ')
	];
	for (const text of texts) {
		const read = await readKit(text);
		expect(read.kind === 'words' && read.secret.reveal()).toEqual(bytes);
	}
});

test('what is no kit says what it is', async () => {
	const words = await toWords(new Secret(bytes));
	const half = words.slice(0, 7).join(' ');
	const swapped = [words[1], words[0], ...words.slice(2)].join(' ');
	const wrong = [...words.slice(0, 3), 'tabel', ...words.slice(4)].join(' ');
	expect(await readKit('  ')).toEqual({ kind: 'empty' });
	expect(await readKit(half)).toEqual({ kind: 'wrong-count', count: 7 });
	expect(await readKit(wrong)).toEqual({ kind: 'unknown-word', place: 4, word: 'tabel' });
	expect((await readKit(swapped)).kind).toBe('wrong-words');
	expect(await readKit(writeLink('https://table.example', link))).toEqual({ kind: 'invitation' });
	expect(await readKit('https://shop.example/buy?now#yes')).toEqual({ kind: 'foreign' });
	expect(await readKit('WIFI:S:home;T:WPA;P:secret/#1;;')).toEqual({ kind: 'foreign' });
	expect(await readKit(written.slice(0, -3))).toEqual({ kind: 'mangled' });
	expect(await readKit(`https://table.example/${kitPage}#`)).toEqual({ kind: 'foreign' });
});
