import { defineConfig, devices } from '@playwright/test';
import { chromiumLaunch } from './scripts/chromium.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.spec.ts',
	outputDir: 'test-results/e2e',
	workers: 2,
	timeout: 150_000,
	expect: { timeout: 30_000 },
	forbidOnly: true,
	reporter: 'list',
	use: {
		launchOptions: chromiumLaunch(),
		locale: 'en-GB',
		timezoneId: 'Europe/London',
		trace: 'off'
	},
	projects: [
		{ name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } }
	]
});
