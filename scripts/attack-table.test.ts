import { expect, test } from 'vitest';
import { attackTable, readAttacks } from './attack-table.ts';

const report = {
	testResults: [
		{
			assertionResults: [
				{
					ancestorTitles: ['relay: forge an entry'],
					title: 'alters a bit',
					status: 'passed',
					meta: { attack: { devices: 'refused it', people: 'it was refused' } }
				},
				{
					ancestorTitles: ['relay: forge an entry'],
					title: 'keeps it back',
					status: 'passed',
					meta: { attack: { devices: 'lost nothing', people: 'nothing: it has no effect' } }
				},
				{ ancestorTitles: ['relay: forge an entry'], title: 'says nothing of itself', status: 'failed' },
				{ ancestorTitles: ['another'], title: 'is left out', status: 'skipped' }
			]
		}
	]
};

test('prints each attack under its row, with what came of it', () => {
	const table = attackTable(readAttacks(report), 120);
	expect(table.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
		'',
		' | attack | what the honest devices did | what their people were told',
		'',
		'relay: forge an entry',
		'✓ alters a bit | refused it | it was refused',
		'✓ keeps it back | lost nothing | nothing: it has no effect',
		'✗ says nothing of itself | — | —',
		'',
		'3 attacks: 1 not withstood, 1 silent.'
	]);
});

test('wraps long words of explanation inside their column', () => {
	const lines = attackTable(readAttacks(report), 80).split('\n');
	expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});
