import { relative } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test } from 'vitest';

let bundle: Rolldown.RolldownOutput['output'];

beforeAll(async () => {
	const made = await build({
		configFile: 'vite.server.config.ts',
		logLevel: 'silent',
		build: { write: false }
	});
	bundle = (made as Rolldown.RolldownOutput).output;
}, 60_000);

test('the built server is one file that needs nothing but Node', () => {
	expect(bundle.map((file) => file.fileName)).toEqual(['main.js']);
	expect(bundle[0].imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
	expect(bundle[0].dynamicImports).toEqual([]);
});

test('the built server holds nothing that opens an entry or knows a case', () => {
	const modules = Object.keys(bundle[0].modules).map((id) => relative('.', id.replace(/^\0/, '')));
	expect(modules).toContain('server/main.ts');

	const ours = modules.filter((path) => /^(src|server|tests|scripts)\//.test(path));
	const allowed = /^server\/|^src\/lib\/(roster\/|(seal|wire)\/frame|clock\.ts$)/;
	expect(ours.filter((path) => !allowed.test(path))).toEqual([]);
	expect(modules.filter((path) => /node_modules\/(tweetnacl|svelte)\//.test(path))).toEqual([]);
});
