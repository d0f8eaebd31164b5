import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from '@playwright/test';
import { elsewhere } from '#lib/ui/exit/leave.ts';
import { startServer, type RunningServer } from './server.ts';

/** One person at one device: a fresh browser profile with a page in it. */
export interface Person {
	readonly name: string;
	readonly context: BrowserContext;
	readonly page: Page;
	/** Uncaught errors, broken content rules and requests to other hosts, of every page; the test fails if any is left. */
	readonly complaints: string[];
}

interface TestFixtures {
	openPerson: (name: string, options?: BrowserContextOptions) => Promise<Person>;
}

interface WorkerFixtures {
	/** The built server, one for each worker, with its own port and data. A test that kills it restarts it. */
	server: RunningServer;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	server: [
		async ({}, use) => {
			const server = await startServer();
			await use(server);
			await server.dispose();
		},
		{ scope: 'worker' }
	],

	baseURL: ({ server }, use) => use(server.url),

	openPerson: async ({ browser, server, contextOptions }, use) => {
		const people: Person[] = [];
		await use(async (name, options = {}) => {
			const context = await browser.newContext({ ...contextOptions, baseURL: server.url, ...options });
			const complaints = listenForComplaints(context, options.baseURL ?? server.url);
			const person = { name, context, page: await context.newPage(), complaints };
			people.push(person);
			return person;
		});
		for (const { name, context, complaints } of people) {
			await context.close();
			expect.soft(complaints, `what ${name}'s browser complained about`).toEqual([]);
		}
	}
});

export { expect };

function listenForComplaints(context: BrowserContext, home: string): string[] {
	const complaints: string[] = [];
	const host = new URL(home).host;
	context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
	context.on('console', (message) => {
		if (message.text().includes('Content Security Policy'))
			complaints.push(`content rule: ${message.text()}`);
	});
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (url.href === elsewhere) return;
		if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) complaints.push(`request to ${url.host}`);
	});
	return complaints;
}
