import { expect, test } from 'vitest';
import { comesFrom } from './need.ts';

const needs = [
	{ id: 'walk', because: null },
	{ id: 'shop', because: 'walk' },
	{ id: 'eat', because: 'shop' },
	{ id: 'gone', because: 'nowhere' },
	{ id: 'hen', because: 'egg' },
	{ id: 'egg', because: 'hen' }
];

test('a need comes from another at whatever remove', () => {
	expect(comesFrom('eat', 'shop', needs)).toBe(true);
	expect(comesFrom('eat', 'walk', needs)).toBe(true);
	expect(comesFrom('walk', 'eat', needs)).toBe(false);
	expect(comesFrom('gone', 'walk', needs)).toBe(false);
});

test('a circle that two people have made while apart ends all the same', () => {
	expect(comesFrom('hen', 'egg', needs)).toBe(true);
	expect(comesFrom('hen', 'walk', needs)).toBe(false);
});
