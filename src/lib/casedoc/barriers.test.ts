import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { addBarrier, changeBarrier, setBarrierState, wantWhatIsMissing } from './barriers.ts';
import { docs, maker, sync } from './docs.fixture.ts';
import { setLink } from './links.ts';
import { readPlan } from './read-plan.ts';
import { addService } from './services.ts';
import { crossedChanges } from '#lib/domain/history.ts';

const ana = maker('ana');
const ben = maker('ben');

function blocked(): Y.Doc {
	const doc = new Y.Doc();
	addService(doc, { ...ana('therapy'), what: 'Therapy' });
	addBarrier(doc, { ...ana('bus'), words: 'No bus runs', service: 'therapy', needs: ['n1'] });
	return doc;
}

const only = (doc: Y.Doc) => readPlan(doc).barriers[0];

describe('what stands in the way', () => {
	test('holds what it blocks, what it is, what is done, and its history', () => {
		const doc = blocked();
		changeBarrier(doc, 'bus', { kind: 'unavailable' });
		setLink(doc, 'barrier', 'bus', 'goals', 'g1', true);
		setBarrierState(doc, 'bus', 'resolved', { ...ana(), reason: 'A bus runs again' });
		expect(only(doc)).toMatchObject({
			id: 'bus',
			words: 'No bus runs',
			kind: 'unavailable',
			service: 'therapy',
			wanted: null,
			needs: ['n1'],
			goals: ['g1'],
			state: 'resolved',
			history: [{ from: 'active', to: 'resolved', reason: 'A bus runs again' }]
		});
	});

	test('opens the need for what is missing, tied to it', () => {
		const doc = blocked();
		const need = { ...ana('ride'), words: 'A ride to get there', area: 'transportation-insecurity' } as const;
		expect(wantWhatIsMissing(doc, 'bus', need)).toBe(true);
		const { needs, barriers } = readPlan(doc);
		expect(needs).toMatchObject([
			{ id: 'ride', words: 'A ride to get there', area: 'transportation-insecurity' }
		]);
		expect(barriers).toMatchObject([{ kind: 'secondary-missing', wanted: 'ride' }]);
		expect(wantWhatIsMissing(doc, 'nowhere', { ...need, ...ana('again') })).toBe(false);
		expect(readPlan(doc).needs).toHaveLength(1);
	});

	test('two who set it differently while apart are both told of', () => {
		const [one, other] = docs(2) as [Y.Doc, Y.Doc];
		addBarrier(one, { ...ana('bus'), words: 'No bus runs' });
		setBarrierState(one, 'bus', 'resolved', ana());
		sync(one, other);
		setBarrierState(one, 'bus', 'active', ana());
		setBarrierState(other, 'bus', 'resolved', ben());
		setBarrierState(other, 'bus', 'active', ben());
		setBarrierState(other, 'bus', 'resolved', ben());
		sync(one, other);
		expect(only(one)).toEqual(only(other));
		expect(crossedChanges(only(one)?.history ?? [])).toBeDefined();
	});

	test('what a newer or a hostile program wrote falls back', () => {
		const doc = blocked();
		const fields = doc.getMap<Y.Map<unknown>>('barriers').get('bus');
		fields?.set('kind', 'cosmic');
		fields?.set('service', { id: 'therapy' });
		fields?.set('wanted', '../ride');
		fields?.set('state', 7);
		expect(only(doc)).toMatchObject({ kind: null, service: null, wanted: null, state: 'active' });
		expect(fields?.get('kind')).toBe('cosmic');
	});
});
