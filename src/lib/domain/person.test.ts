import { describe, expect, it } from 'vitest';
import type { Contact, PersonRef } from './person.ts';
import { means, parsePersonKey, personKey, theClient } from './person.ts';

describe('references to people', () => {
	it.each<PersonRef>([theClient, { kind: 'member', id: 'm-1' }, { kind: 'contact', id: 'c_2' }])(
		'are stored and read back: %o',
		(ref) => {
			expect(parsePersonKey(personKey(ref))).toEqual(ref);
		}
	);

	it.each(['', 'member:', 'member:a:b', 'contact:a/b', 'stranger:x', 'member', 7, null, { kind: 'client' }])(
		'%o is none',
		(value) => {
			expect(parsePersonKey(value)).toBeNull();
		}
	);

	it('mean a member by name, as the client, or as the contact they were', () => {
		const contact = { id: 'c1', member: 'm1' } as Contact;
		const me = { member: 'm1', isClient: false };
		expect(means({ kind: 'member', id: 'm1' }, me, [])).toBe(true);
		expect(means({ kind: 'contact', id: 'c1' }, me, [contact])).toBe(true);
		expect(means({ kind: 'contact', id: 'c1' }, me, [])).toBe(false);
		expect(means(theClient, me, [contact])).toBe(false);
		expect(means(theClient, { member: 'm2', isClient: true }, [])).toBe(true);
		expect(means(null, me, [contact])).toBe(false);
	});
});
