import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { Live } from './live.ts';

test('it listens while it is read in an effect, and not longer', async () => {
	const listeners = new Set<() => void>();
	let value = 1;
	const live = new Live(
		() => value,
		(changed) => {
			listeners.add(changed);
			return () => listeners.delete(changed);
		}
	);
	expect(live.current).toBe(1);
	expect(listeners.size).toBe(0);

	const seen: number[] = [];
	const stop = $effect.root(() => {
		$effect(() => {
			seen.push(live.current);
		});
	});
	flushSync();
	expect(listeners.size).toBe(1);
	value = 2;
	for (const changed of listeners) changed();
	flushSync();
	expect(seen).toEqual([1, 2]);

	stop();
	await Promise.resolve();
	expect(listeners.size).toBe(0);
});
