import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from '@inlang/paraglide-js';
import { afterAll, expect, test } from 'vitest';
import { messageCompiler } from '../../scripts/message-compiler.ts';

const outdir = await mkdtemp(join(tmpdir(), 'roundtable-messages-'));
afterAll(() => rm(outdir, { recursive: true }));

test('every message of the catalogue becomes a function', async () => {
	const catalogue = JSON.parse(await readFile('messages/en.json', 'utf8')) as Record<string, unknown>;
	const keys = Object.keys(catalogue).filter((key) => key !== '$schema');
	await compile({ ...messageCompiler, outdir });
	const compiled = (await import(pathToFileURL(join(outdir, 'messages.js')).href)) as { m: object };

	// A plugin that fails to load leaves an empty catalogue and says that all went well.
	expect(keys.length).toBeGreaterThan(0);
	expect(Object.keys(compiled.m).sort()).toEqual(keys.sort());
});

test('the message plugin is the installed one, not one from the network', async () => {
	const settings = JSON.parse(await readFile('project.inlang/settings.json', 'utf8')) as {
		modules: string[];
	};
	expect(settings.modules).toEqual(['./node_modules/@inlang/plugin-message-format/dist/index.js']);
});
