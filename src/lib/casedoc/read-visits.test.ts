import { expect, it } from 'vitest';
import type * as Y from 'yjs';
import { docs, sync } from './docs.fixture.ts';
import { pushTalk } from './push-talk.ts';
import { readVisits } from './read-visits.ts';

/** Strands 1 and 3 are Maya's devices, 2 is Ben's, 4 nobody's. */
const authors: Readonly<Record<number, string>> = { 1: 'maya', 2: 'ben', 3: 'maya' };

it('gathers the days on which each person opened each part, from all their devices', () => {
	const [laptop, ben, phone, nobody] = docs(4) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];
	const visit = (doc: Y.Doc, part: 'plan' | 'talk', day: string) =>
		pushTalk(doc, { kind: 'visit', id: `${part}-${day}`, at: 1, part, day });
	visit(laptop, 'plan', '2026-01-05');
	visit(phone, 'plan', '2026-01-05');
	visit(phone, 'plan', '2026-01-07');
	visit(laptop, 'talk', '2026-01-06');
	visit(ben, 'plan', '2026-01-04');
	visit(nobody, 'plan', '2026-01-04');
	sync(laptop, ben, phone, nobody);
	const visits = readVisits(ben, (client) => authors[client]);
	expect(visits).toHaveLength(3);
	expect(visits).toContainEqual({ by: 'maya', part: 'plan', days: ['2026-01-07', '2026-01-05'] });
	expect(visits).toContainEqual({ by: 'maya', part: 'talk', days: ['2026-01-06'] });
	expect(visits).toContainEqual({ by: 'ben', part: 'plan', days: ['2026-01-04'] });
});
