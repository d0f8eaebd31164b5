/** One attack: a test that also says, for the table of `npm run test:attacks`, what came of it. */
import { expect, test } from 'vitest';

export interface Told {
	/** What the honest devices did. */
	readonly devices: string;
	/** What their people were told. */
	readonly people: string;
	/** Set where the attack still succeeds: what must hold and does not yet. */
	readonly open?: string;
}

declare module 'vitest' {
	interface TaskMeta {
		attack?: Told;
	}
}

export function attack(name: string, told: Told, run: () => Promise<void>, timeout = 20_000): void {
	test(name, { timeout }, async ({ task }) => {
		task.meta.attack = told;
		await run();
	});
}

/** `run` answers what must hold and does not yet: the day it does, this test fails and becomes an `attack`. */
export function openAttack(
	name: string,
	told: Told & { readonly open: string },
	run: () => Promise<() => void>
): void {
	test(name, async ({ task }) => {
		task.meta.attack = told;
		const holds = await run();
		expect(holds, `this holds now: ${told.open}`).toThrow();
	});
}
