import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashSources } from './sources.ts';

const root = mkdtempSync(join(tmpdir(), 'roundtable-sources-'));
for (const path of ['src/routes', 'messages', 'package.json'])
	cpSync(path, join(root, path), { recursive: true });
afterAll(() => rmSync(root, { recursive: true }));

test('the hash follows what is built and nothing else', () => {
	const before = hashSources(root);
	writeFileSync(join(root, 'src/routes/planted.test.ts'), 'export {};');
	writeFileSync(join(root, 'notes.md'), 'not built');
	expect(hashSources(root)).toBe(before);

	writeFileSync(join(root, 'src/routes/planted.ts'), 'export {};');
	const planted = hashSources(root);
	expect(planted).not.toBe(before);

	rmSync(join(root, 'src/routes/planted.ts'));
	expect(hashSources(root)).toBe(before);
});
