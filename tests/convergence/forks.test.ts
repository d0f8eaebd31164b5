/** One strand in many ways: everybody ends with the same one, goes on writing, and no honest word is gone. */
import { expect, test } from 'vitest';
import { ForkedHistory } from '../simulation/forked-history.ts';

async function runForks(seed: number, count: number, ghosts = 0): Promise<void> {
	const history = await ForkedHistory.begin(seed);
	await history.sign(count, ghosts);
	await history.hear();
	await history.settle();
	await history.writeOn();
	await history.settle();
	const cases = await history.cases();
	const texts = cases.map((opened) => history.text(opened));
	expect(new Set(texts).size, `seed ${seed}: ${texts.join(' | ')}`).toBe(1);
	for (const { word } of history.typed.slice(-3)) {
		expect(texts[0], `seed ${seed}: what is written afterwards counts`).toContain(word);
	}
	expect(history.gone(texts[0] ?? ''), `seed ${seed}: ${texts[0]}`).toEqual([]);
	for (const { document } of cases) {
		if (ghosts === 0) expect(document.withheld, `seed ${seed}`).toEqual([]);
		expect(document.status.kind, `seed ${seed}`).toBe('sent');
	}
	await history.close();
}

test('three branches', () => runForks(1, 3));

test('whatever the order in which the sides of forks come', async () => {
	for (let i = 0; i < 4; i++) await runForks(Math.floor(Math.random() * 2 ** 31), 2 + 2 * i);
});

test('a side that cites what nobody has holds nobody up', async () => {
	for (let i = 0; i < 4; i++) await runForks(Math.floor(Math.random() * 2 ** 31), 2 + 2 * i, 50);
});
