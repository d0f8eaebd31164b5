import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/chromium.ts';

// What no one writes has to be there before the first file is read: messages as functions, Kit's tsconfig.
execFileSync(process.execPath, ['scripts/generate.mjs'], { stdio: 'inherit' });

/** Tests that need a page: components, and code that needs a real IndexedDB or WebCrypto of the browser. */
const IN_BROWSER = ['src/**/*.svelte.test.ts', 'src/**/*.browser.test.ts'];

export default defineConfig({
	test: {
		// y-indexeddb leaves promises unanswered that lib0 rejects with such words, where a database is deleted under it: the shelf tells it.
		onUnhandledError: ({ message }) => !message.startsWith('AbortError: '),
		projects: [
			{
				test: {
					name: 'unit',
					// One more than there are processors: a third of these tests' time is spent waiting for a socket or a disk.
					maxWorkers: availableParallelism() + 1,
					environment: 'node',
					expect: { requireAssertions: true },
					include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/**/*.test.ts'],
					exclude: IN_BROWSER,
					testTimeout: 20_000
				}
			},
			{
				plugins: [sveltekit()],
				test: {
					name: 'component',
					// By default one processor is left idle.
					maxWorkers: availableParallelism(),
					expect: { requireAssertions: true },
					include: IN_BROWSER,
					testTimeout: 20_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({ launchOptions: chromiumLaunch() }),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
