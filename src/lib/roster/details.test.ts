import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, encodeDetails, longestName, parseDetails, relations } from './details.ts';

describe('details', () => {
	it.each(relations)('with the relation %s come back as they were', (relation) => {
		const details = { name: 'Ana Đặng 😀', relation, caseName: 'مريم' };
		expect(parseDetails(encodeDetails(details))).toEqual(details);
	});

	it('of any text at all are a name and the relation that may least', () => {
		const nothing = { name: '', relation: 'provider' };
		const odd = [
			'',
			'{',
			'null',
			'5',
			'[]',
			'"x"',
			'{"name":5,"relation":"boss"}',
			'{"__proto__":{"name":"x"}}',
			'\ufeff{}'
		];
		for (const json of odd) expect(parseDetails(json)).toEqual(nothing);
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
				const { name, relation } = parseDetails(json);
				expect(typeof name).toBe('string');
				expect(relations).toContain(relation);
			})
		);
	});
});

describe('a name', () => {
	it.each([
		['  Ana  ', 'Ana'],
		['Ana\nBen\tCem', 'Ana Ben Cem'],
		['a\u202eb\u2066c\u0000d', 'a b c d'],
		['مريم', 'مريم'],
		['👩‍👧', '👩‍👧'],
		[5, ''],
		[undefined, '']
	])('%j is kept as %j', (raw, name) => {
		expect(cleanName(raw)).toBe(name);
	});

	it('of 10,000 characters is cut, and no character is split', () => {
		expect(cleanName('x'.repeat(10_000))).toHaveLength(longestName);
		const cut = cleanName(`x${'😀'.repeat(5000)}`);
		expect(cut.length).toBeLessThanOrEqual(longestName);
		expect(cut.isWellFormed()).toBe(true);
		expect(cleanName(`${'x'.repeat(longestName - 1)} y`)).toHaveLength(longestName - 1);
	});

	it('is one short line, whatever it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (raw) => {
				const name = cleanName(raw);
				expect(name.length).toBeLessThanOrEqual(longestName);
				expect(name).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
				expect(cleanName(name)).toBe(name);
			})
		);
	});
});
