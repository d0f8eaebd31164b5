import { expect, test } from 'vitest';
import { QUIET_MS, worthSaying, type SaveState, type Spoken } from './save-state.ts';

test('a day of typing is quiet; going offline and coming back is heard', () => {
	const said: string[] = [];
	let last: Spoken | undefined = { kind: 'sent', at: 0 };
	const come = (kind: SaveState['kind'], at: number): void => {
		if (!worthSaying(kind, last, at)) return;
		last = { kind, at };
		said.push(`${kind} ${at}`);
	};
	come('saving', 1000);
	come('saved', 1100);
	come('sent', 1400);
	come('offline', 5000);
	come('saving', 6000);
	come('saved', 6100);
	come('sent', 9000);
	come('sent', 6100 + QUIET_MS);
	expect(said).toEqual(['offline 5000', 'saved 6100', `sent ${6100 + QUIET_MS}`]);
});

test('what a page begins with is not read out, a problem always is', () => {
	expect(worthSaying('sent', undefined, 0)).toBe(false);
	expect(worthSaying('problem', undefined, 0)).toBe(true);
});
