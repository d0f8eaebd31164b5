import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sources } from './sources.ts';

it('a node is a source if whatever leads to it can be reached from it', () => {
	const graph = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
	fc.assert(
		fc.property(graph, (targets) => {
			const edges = new Map(targets.map((to, from) => [from, to.filter((node) => node < targets.length)]));
			const reach = (from: number) => {
				const all = new Set([from]);
				for (const node of all) for (const next of edges.get(node) ?? []) all.add(next);
				return all;
			};
			const expected = [...edges.keys()].filter((node) =>
				[...edges.keys()].every((other) => !reach(other).has(node) || reach(node).has(other))
			);
			expect(sources(edges)).toEqual(expected);
		}),
		{ numRuns: 500 }
	);
});

it('a chain of 100,000 does not exhaust the stack', () => {
	const edges = new Map(Array.from({ length: 100_000 }, (_, node) => [node, [node + 1]] as const));
	expect(sources(edges)).toEqual([0]);
});
