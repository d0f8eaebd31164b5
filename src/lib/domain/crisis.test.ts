import { expect, test } from 'vitest';
import { crisisPlan, isCrisisPlanEmpty } from './crisis.ts';
import type { Contact } from './person.ts';

const said = (words: string) => ({ id: words || 'none', created: null, words });
const contact = (name: string, emergency: boolean): Contact => ({
	id: name || 'none',
	created: null,
	name,
	emergency,
	relation: null,
	role: '',
	organisation: '',
	note: '',
	phone: '',
	email: '',
	address: '',
	member: null
});

test('a card holds what has been written, and whom to call first, in the plan’s order', () => {
	const plan = crisisPlan({
		signs: [said('I stop cooking'), said('  ')],
		copings: [said('')],
		contacts: [
			contact('Elena', true),
			contact('The clinic', false),
			contact('', true),
			contact('Harold', true)
		]
	});
	expect(plan.signs.map(({ words }) => words)).toEqual(['I stop cooking']);
	expect(plan.copings).toEqual([]);
	expect(plan.calls.map(({ name }) => name)).toEqual(['Elena', 'Harold']);
	expect(isCrisisPlanEmpty(plan)).toBe(false);
});

test('whom to call alone is no crisis plan', () => {
	expect(isCrisisPlanEmpty(crisisPlan({ signs: [], copings: [], contacts: [contact('Elena', true)] }))).toBe(
		true
	);
});
