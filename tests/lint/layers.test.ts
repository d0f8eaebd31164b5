import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { PlantedTree } from './planted-tree.ts';

/** A planted file, what it holds, and the rules that it must break: these and no others. */
const PLANTS: readonly (readonly [path: string, text: string, rules: readonly string[]])[] = [
	['src/lib/domain/planted.ts', `import '#lib/seal/planted-leaf.ts';`, ['layer-domain']],
	['src/lib/casedoc/planted.ts', `import '#lib/seal/planted-leaf.ts';`, ['layer-casedoc']],
	['src/lib/seal/planted.ts', `import '#lib/domain/planted-leaf.ts';`, ['layer-seal']],
	['src/lib/roster/planted.ts', `import '#lib/ledger/planted-leaf.ts';`, ['layer-roster']],
	['src/lib/ledger/planted.ts', `import '#lib/wire/planted-leaf.ts';`, ['layer-ledger']],
	['src/lib/wire/planted.ts', `import '#lib/casedoc/planted-leaf.ts';`, ['layer-wire']],
	['src/lib/vault/planted.ts', `import '#lib/roster/planted-leaf.ts';`, ['layer-vault']],
	['src/lib/session/planted.ts', `import '#lib/ui/planted-leaf.ts';`, ['layer-session']],
	['src/lib/session/planted-words.ts', `import '#lib/paraglide/messages.js';`, ['layer-session']],
	['src/lib/interop/planted.ts', `import '#lib/session/planted-leaf.ts';`, ['layer-interop']],
	['src/lib/ui/planted.ts', `import '#lib/seal/planted-leaf.ts';`, ['layer-ui']],
	[
		'src/lib/ui/planted-type.ts',
		`import type { Leaf } from '#lib/seal/planted-leaf.ts';\nexport type { Leaf };`,
		['layer-ui']
	],
	[
		'src/lib/ui/Planted.svelte',
		`<script lang="ts">\n\timport { leaf } from '#lib/seal/planted-leaf.ts';\n</script>\n{leaf}`,
		['layer-ui']
	],
	[
		'src/routes/planted/+page.svelte',
		`<script lang="ts">\n\timport { leaf } from '#lib/casedoc/planted-leaf.ts';\n</script>\n{leaf}`,
		['layer-routes']
	],
	['src/service-worker/planted.ts', `import '#lib/domain/planted-leaf.ts';`, ['layer-service-worker']],

	['server/planted-case.ts', `import '#lib/domain/planted-leaf.ts';`, ['layer-server', 'relay-is-blind']],
	['server/planted-test.ts', `import './planted-empty.test.ts';`, ['no-test-in-product']],
	['server/planted-opens.ts', `import '#lib/roster/planted-opens.ts';`, ['relay-is-blind']],
	['server/planted-nacl.ts', `import nacl from 'tweetnacl';\nexport { nacl };`, ['relay-is-blind']],
	['src/lib/roster/planted-opens.ts', `import '#lib/seal/planted-leaf.ts';`, []],

	['src/lib/seal/frame-planted.ts', `import './planted-leaf.ts';`, ['frames-of-seal']],
	[
		'src/lib/seal/frame-planted-nacl.ts',
		`import nacl from 'tweetnacl';\nexport { nacl };`,
		['frames-of-seal']
	],
	['src/lib/wire/frame-planted.ts', `import './planted-leaf.ts';`, ['frames-of-wire']],
	['src/lib/wire/frame-planted-yjs.ts', `import * as Y from 'yjs';\nexport { Y };`, []],

	['src/lib/roster/planted-yjs.ts', `import * as Y from 'yjs';\nexport { Y };`, ['yjs-only-in-documents']],
	[
		'src/lib/ui/planted-yjs.ts',
		`import type * as Y from 'yjs';\nexport type Doc = Y.Doc;`,
		['yjs-only-in-documents']
	],
	[
		'src/lib/ui/PlantedYjs.svelte',
		`<script lang="ts">\n\timport * as Y from 'yjs';\n\tconst doc = new Y.Doc();\n</script>\n{doc.guid}`,
		['yjs-only-in-documents']
	],
	[
		'src/routes/planted/provider.ts',
		`import { HocuspocusProvider } from '@hocuspocus/provider';\nexport { HocuspocusProvider };`,
		['yjs-only-in-documents']
	],
	['src/lib/casedoc/planted-yjs.ts', `import * as Y from 'yjs';\nexport { Y };`, []],
	[
		'src/lib/session/planted-svelte.ts',
		`import { createSubscriber } from 'svelte/reactivity';\nexport { createSubscriber };`,
		['svelte-only-on-screens']
	],
	[
		'src/lib/session/planted-kit.ts',
		`import { goto } from '$app/navigation';\nexport { goto };`,
		['svelte-only-on-screens']
	],
	[
		'src/lib/ui/planted-svelte.ts',
		`import { createSubscriber } from 'svelte/reactivity';\nexport { createSubscriber };`,
		[]
	],

	[
		'src/lib/vault/planted-node.ts',
		`import { readFile } from 'node:fs/promises';\nexport { readFile };`,
		['app-runs-in-browsers']
	],
	['tests/vectors/decoder/planted.ts', `import '#lib/seal/planted-leaf.ts';`, ['second-decoder']],
	['tests/vectors/decoder/planted-yjs.ts', `import 'yjs';`, ['second-decoder']],
	[
		'tests/vectors/decoder/planted-node.ts',
		`import 'node:crypto';\nimport nacl from 'tweetnacl';\nexport { nacl };`,
		[]
	],

	['src/lib/domain/planted-dead.ts', `import './nowhere.ts';`, ['no-dead-import']],
	// A cycle is told once, by the file in which it is first met.
	['src/lib/domain/planted-cycle-a.ts', `import './planted-cycle-b.ts';`, ['no-cycle']],
	['src/lib/domain/planted-cycle-b.ts', `import './planted-cycle-c.ts';`, []],
	['src/lib/domain/planted-cycle-c.ts', `import './planted-cycle-a.ts';`, []],

	['src/lib/domain/planted.test.ts', `import '#lib/ui/planted-leaf.ts';\nimport 'yjs';`, []],
	['server/planted-empty.test.ts', `export {};`, []],
	['server/planted.test.ts', `import '#lib/seal/planted-leaf.ts';`, []]
];

const LAYERS = ['domain', 'casedoc', 'seal', 'roster', 'ledger', 'wire', 'vault', 'session', 'interop', 'ui'];
const OUT_OF_SIGHT = ['casedoc', 'domain', 'session', 'vault'];

let broken: Map<string, Set<string>>;
let unreadable: string[];

beforeAll(async () => {
	const tree = await PlantedTree.copy();
	for (const layer of LAYERS) {
		await tree.plant(`src/lib/${layer}/planted-leaf.ts`, `export const leaf = 1;\nexport type Leaf = 1;`);
	}
	for (const [path, text] of PLANTS) await tree.plant(path, text);

	unreadable = await filesTheRelayMayNotReach();
	for (const [number, file] of unreadable.entries()) {
		await tree.plant(`server/planted-reach-${number}.ts`, `import '#lib/${file}';`);
	}
	broken = await tree.violations();
	await tree.remove();
}, 60_000);

describe('each import rule bites', () => {
	test.each(PLANTS)('%s', (path, _text, rules) => {
		expect([...(broken.get(path) ?? [])].sort()).toEqual([...rules].sort());
	});
});

test('the relay may import no file of ours that opens entries or knows a case', () => {
	expect(unreadable.length).toBeGreaterThan(10);
	const unnoticed = unreadable.filter((_, number) => {
		return broken.get(`server/planted-reach-${number}.ts`)?.has('relay-is-blind') !== true;
	});
	expect(unnoticed).toEqual([]);
});

test('every rule has a plant that breaks it', async () => {
	const { default: config } = (await import('../../.dependency-cruiser.cjs')) as {
		default: { forbidden: { name: string }[] };
	};
	const planted = new Set(PLANTS.flatMap(([, , rules]) => rules));
	expect(config.forbidden.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
});

async function filesTheRelayMayNotReach(): Promise<string[]> {
	const files: string[] = [];
	for (const layer of [...OUT_OF_SIGHT, 'seal']) {
		for (const file of await readdir(`src/lib/${layer}`)) {
			const framing = layer === 'seal' && file.startsWith('frame');
			if (file.endsWith('.ts') && !framing && !/\.(test|contract)\.ts$/.test(file))
				files.push(`${layer}/${file}`);
		}
	}
	return files;
}
