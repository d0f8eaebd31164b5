import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ancestry } from './ancestry.ts';

it('says what sets would say, for any graph', () => {
	const graph = fc.array(fc.array(fc.nat({ max: 200 }), { maxLength: 4 }), { minLength: 1, maxLength: 90 });
	fc.assert(
		fc.property(graph, fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 5 }), (cites, asked) => {
			const ancestry = new Ancestry();
			const sets: Set<number>[] = [];
			for (const [index, cited] of cites.entries()) {
				const earlier = index === 0 ? [] : cited.map((one) => one % index);
				expect(ancestry.add(earlier)).toBe(index);
				sets.push(new Set([index, ...earlier.flatMap((one) => [...(sets[one] ?? [])])]));
			}
			for (const [later, set] of sets.entries()) {
				for (const earlier of sets.keys()) {
					expect(ancestry.reaches(later, earlier)).toBe(set.has(earlier));
					expect(ancestry.follows(later, earlier)).toBe(later !== earlier && set.has(earlier));
				}
			}
			const indices = asked.map((one) => one % sets.length);
			const all = new Set(indices.flatMap((one) => [...(sets[one] ?? [])]));
			expect(ancestry.closure(indices)).toEqual([...all].sort((a, b) => a - b));
			const tips = ancestry.tips(indices);
			expect(ancestry.closure(tips)).toEqual(ancestry.closure(indices));
			expect(tips.some((one) => tips.some((other) => ancestry.follows(one, other)))).toBe(false);
		})
	);
});
