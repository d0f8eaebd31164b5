/**
 * The layers, and what each may import. `npm run lint` checks it; tests/lint plants a violation of every rule.
 * Tests beside the code are free; nothing else imports them.
 */
const LAYERS = {
	domain: [],
	casedoc: ['domain'],
	seal: [],
	roster: ['seal'],
	ledger: ['seal'],
	wire: ['seal', 'ledger'],
	vault: ['seal'],
	session: ['domain', 'casedoc', 'seal', 'roster', 'ledger', 'wire', 'vault'],
	interop: ['domain'],
	ui: ['session', 'casedoc', 'domain', 'interop', 'paraglide']
};

const TEST = '\\.(test|contract)\\.ts$';
const OURS = '^(src|server|tests|scripts|bench)/';
/** The clock is a type that every layer is handed. */
const COMMON = '^src/lib/clock\\.ts$';
const FRAME = '^src/lib/(seal|wire)/frame[^/]*\\.ts$';

/** @param {string[]} names */
const npm = (...names) => `^node_modules/(${names.join('|')})/`;
/** @param {string[]} names */
const lib = (names) => `^src/lib/(${names.join('|')})/`;

const layerRules = Object.entries(LAYERS).map(([layer, may]) => ({
	name: `layer-${layer}`,
	comment: `${layer} imports ${may.length ? `only ${may.join(', ')}` : 'no other layer'}.`,
	severity: 'error',
	from: { path: lib([layer]), pathNot: TEST },
	to: { path: OURS, pathNot: [lib([layer, ...may]), COMMON] }
}));

module.exports = {
	forbidden: [
		...layerRules,
		{
			name: 'layer-routes',
			comment: 'Pages are thin: ui, session and domain.',
			severity: 'error',
			from: { path: '^src/routes/', pathNot: TEST },
			to: { path: OURS, pathNot: ['^src/routes/', lib(['ui', 'session', 'domain', 'paraglide']), COMMON] }
		},
		{
			name: 'layer-service-worker',
			comment: 'The service worker keeps files and knows nothing of cases.',
			severity: 'error',
			from: { path: '^src/service-worker/', pathNot: TEST },
			to: { path: OURS, pathNot: '^src/service-worker/' }
		},
		{
			name: 'layer-server',
			comment: 'The relay imports the roster and the framing part of seal and wire.',
			severity: 'error',
			from: { path: '^server/', pathNot: TEST },
			to: { path: OURS, pathNot: ['^server/', '^src/lib/roster/', FRAME, COMMON] }
		},
		{
			name: 'relay-is-blind',
			comment:
				'Nothing that the relay reaches, however indirectly, can open an entry or knows what a case is.',
			severity: 'error',
			from: { path: '^server/', pathNot: TEST },
			to: {
				path: [
					lib(['casedoc', 'domain', 'session', 'vault', 'ledger', 'interop', 'ui']),
					'^src/lib/(seal|wire)/(?!frame)',
					npm('tweetnacl')
				],
				reachable: true
			}
		},
		{
			name: 'frames-of-seal',
			comment: 'The framing files of seal import one another and hashes, nothing that opens an entry.',
			severity: 'error',
			from: { path: '^src/lib/seal/frame', pathNot: TEST },
			to: { pathNot: ['^src/lib/seal/frame', npm('@noble/hashes')] }
		},
		{
			name: 'frames-of-wire',
			comment: 'The framing files of wire import framing files, hashes and Yjs, nothing that opens an entry.',
			severity: 'error',
			from: { path: '^src/lib/wire/frame', pathNot: TEST },
			to: { pathNot: [FRAME, npm('@noble/hashes', 'yjs', 'lib0')] }
		},
		{
			name: 'yjs-only-in-documents',
			comment: 'Yjs is imported only in casedoc, ledger, wire, session and server.',
			severity: 'error',
			from: {
				path: '^(src|server)/',
				pathNot: [lib(['casedoc', 'ledger', 'wire', 'session']), '^server/', TEST]
			},
			to: { path: npm('yjs', 'y-protocols', 'y-indexeddb', 'y-websocket', '@hocuspocus/[^/]+') }
		},
		{
			name: 'svelte-only-on-screens',
			comment: 'Svelte is imported only in ui and routes.',
			severity: 'error',
			from: {
				path: '^(src|server)/',
				pathNot: ['^src/lib/ui/', '^src/routes/', '^src/service-worker/', '^src/app\\.d\\.ts$', TEST]
			},
			to: {
				path: [
					npm('svelte', '@sveltejs/[^/]+', '@lucide/svelte', 'bits-ui', 'svelte-dnd-action'),
					'^\\$(app|env)/',
					'\\.svelte$'
				]
			}
		},
		{
			name: 'app-runs-in-browsers',
			comment: 'Code under src/ uses nothing of Node.',
			severity: 'error',
			from: { path: '^src/', pathNot: TEST },
			to: { dependencyTypes: ['core'] }
		},
		{
			name: 'no-test-in-product',
			comment: 'What is shipped imports no test, script or bench.',
			severity: 'error',
			from: { path: '^(src|server)/', pathNot: TEST },
			to: {
				path: [
					TEST,
					'^(tests|scripts|bench)/',
					npm('vitest', '@vitest/[^/]+', 'fast-check', 'fake-indexeddb')
				]
			}
		},
		{
			name: 'second-decoder',
			comment: 'The second decoder of the protocol shares nothing with the first.',
			severity: 'error',
			from: { path: '^tests/vectors/decoder/', pathNot: TEST },
			to: { pathNot: ['^tests/vectors/decoder/', npm('tweetnacl')], dependencyTypesNot: ['core'] }
		},
		{
			name: 'no-cycle',
			comment: 'Imports form no cycle, types included.',
			severity: 'error',
			from: {},
			to: { circular: true }
		},
		{
			name: 'no-dead-import',
			comment: 'Every import leads somewhere.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^\\$(app|env|service-worker)' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: ['^src/lib/paraglide/.+/', '^build/', '^\\.svelte-kit/'] },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'browser', 'import', 'node', 'default'],
			extensions: ['.ts', '.svelte', '.js', '.mjs', '.d.ts']
		}
	}
};
