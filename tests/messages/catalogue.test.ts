import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';

test('every message of the catalogue has become a function', async () => {
	const catalogue = JSON.parse(await readFile('messages/en.json', 'utf8')) as Record<string, unknown>;
	const keys = Object.keys(catalogue).filter((key) => key !== '$schema');

	// A plugin that fails to load leaves an empty catalogue and says that all went well.
	expect(keys.length).toBeGreaterThan(0);
	expect(Object.keys(m).sort()).toEqual(keys.sort());
});

test('the message plugin is the installed one, not one from the network', async () => {
	const settings = JSON.parse(await readFile('project.inlang/settings.json', 'utf8')) as {
		modules: string[];
	};
	expect(settings.modules).toEqual(['./node_modules/@inlang/plugin-message-format/dist/index.js']);
});
