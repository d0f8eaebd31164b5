import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentId, entryId, fromText, joined, toText } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { invitationKeys, readLink, writeLink, type InvitationLink } from './invitation-link.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const link: InvitationLink = {
	document: documentId(filled(32, 1)),
	invite: entryId(filled(32, 2)),
	secret: new Secret(filled(16, 3)),
	expiry: 1_790_000_000_000,
	relays: ['https://table.example', 'http://127.0.0.1:4870']
};
const text = writeLink('https://table.example', link);
const fragment = text.slice(text.indexOf('#') + 1);

function opened(written: string): InvitationLink | string {
	const read = readLink(written);
	return read.kind === 'invitation' ? read.link : read.kind;
}

/** A link with any body behind a right check, as anyone can make one. */
function checked(body: Uint8Array): string {
	return toText(joined(body, hash('roundtable/link-check/1', body).subarray(0, 4)));
}

describe('an invitation link', () => {
	it('comes back as it was, and keeps everything behind the #', () => {
		expect(text).toMatch(/^https:\/\/table\.example\/join#[\w-]+$/);
		expect(opened(text)).toEqual(link);
		expect(opened(writeLink('', { ...link, expiry: 0, relays: [] }))).toEqual({
			...link,
			expiry: 0,
			relays: []
		});
	});

	it.each([
		['only its fragment', fragment],
		['spaces around it', `  \n${text} `],
		['words around it', `Ana asks you to table #5: ${text} (see you there)`],
		['a full stop', `${text}.`],
		['angle brackets', `<${text}>`],
		['lines broken by mail', text.replace(/(.{60})/g, '$1\r\n')],
		['the # escaped', text.replace('#', '%23')],
		['something appended', `${text}?utm_source=mail`]
	])('is read with %s', (_, written) => {
		expect(opened(written)).toEqual(link);
	});

	it.each([
		['cut at the #', text.slice(0, text.indexOf('#'))],
		['with nothing behind the #', text.slice(0, text.indexOf('#') + 1)],
		['cut in the middle', text.slice(0, -20)],
		['without its last letter', text.slice(0, -1)],
		['in small letters', text.toLowerCase()],
		['with a letter changed', `${text.slice(0, -9)}${text.at(-9) === 'A' ? 'B' : 'A'}${text.slice(-8)}`]
	])('%s is mangled', (_, written) => {
		expect(opened(written)).toBe('mangled');
	});

	it.each([
		'',
		'hello',
		'https://example.org/some/long/page/about/tables',
		'https://example.org/#top',
		'😀'.repeat(5000)
	])('%j is foreign', (written) => {
		expect(opened(written)).toBe('foreign');
	});

	it('of another version says so', () => {
		expect(opened(checked(joined(Uint8Array.of(2), filled(40, 1))))).toBe('newer');
	});

	it('is mangled with any letter altered', () => {
		for (let i = 0; i < fragment.length; i++) {
			const altered = fragment.slice(0, i) + (fragment[i] === 'x' ? 'y' : 'x') + fragment.slice(i + 1);
			expect(opened(altered)).toBe('mangled');
		}
	});

	it.each([
		'javascript:alert(1)',
		'ftp://a.example',
		'https://a.example/path',
		'https://A.example',
		'https://u:p@a.example',
		''
	])('names no relay %j, even with a right check', (relay) => {
		expect(opened(writeLink('', { ...link, relays: [relay] }))).toBe('mangled');
	});

	it('never throws on any body', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 12, maxLength: 200 }), (bytes) => {
				expect(typeof opened(checked(joined(Uint8Array.of(1), bytes)))).toBe('string');
				expect(typeof opened(toText(bytes))).toBe('string');
			})
		);
		fc.assert(
			fc.property(fc.string({ maxLength: 300 }), (written) => {
				expect(typeof opened(written)).toBe('string');
			})
		);
	});

	it('does not show its secret when printed', () => {
		expect(JSON.stringify(readLink(text))).toContain('<redacted>');
		expect(fromText(fragment)?.subarray(65, 81)).toEqual(filled(16, 3));
	});

	it('gives whoever holds it keys of its own', async () => {
		const keys = await invitationKeys(link.secret, undefined);
		expect(keys.id).toBe((await invitationKeys(link.secret, globalThis.crypto.subtle)).id);
		expect(keys.id).not.toBe((await memberKeys(new Secret(filled(32, 3)), undefined)).id);
		expect(keys.id).not.toBe((await invitationKeys(new Secret(filled(16, 4)), undefined)).id);
	});
});
