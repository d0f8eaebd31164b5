/** One attack: a test that also says, for the table of `npm run test:attacks`, what came of it. */
import { test } from 'vitest';

export interface Told {
	/** What the honest devices did. */
	readonly devices: string;
	/** What their people were told. */
	readonly people: string;
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
