import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
	globalIgnores([
		'build/',
		'data/',
		'.svelte-kit/',
		'src/lib/paraglide/',
		'test-results/',
		'playwright-report/'
	]),
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			// TypeScript sees undefined names itself.
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true }
			],
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// A reactive value is read for its own sake, so that what reads it is run again.
			'@typescript-eslint/no-meaningless-void-operator': 'off',
			'@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
			// An adapter may keep an interface's promise without waiting for anything.
			'@typescript-eslint/require-await': 'off',
			// Walking a string by code points is what we mean by it.
			'@typescript-eslint/no-misused-spread': 'off',
			'@typescript-eslint/no-base-to-string': [
				'error',
				{ ignoredTypeNames: ['YText', 'Text', 'Error', 'RegExp', 'URL', 'URLSearchParams'] }
			],
			// Playwright reads a fixture's needs from its first parameter's pattern, an empty one too.
			'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
			eqeqeq: 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// The app stands at the root of its own address.
			'svelte/no-navigation-without-resolve': 'off',
			// Events in markup are typed by svelte-check only; here they look like any.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['src/**'],
		ignores: ['**/*.test.ts', '**/*.contract.ts'],
		rules: {
			'no-console': 'error',
			// Chrome 109, Safari 16.4 and Firefox 115 are served: these came later.
			'no-restricted-syntax': [
				'error',
				...[
					'toWellFormed',
					'isWellFormed',
					'toSorted',
					'toReversed',
					'toSpliced',
					'groupBy',
					'canParse',
					'withResolvers',
					'fromAsync',
					'toBase64'
				].map((name) => ({
					selector: `MemberExpression[property.name='${name}']`,
					message: `${name} is missing in the oldest browsers that we serve.`
				}))
			]
		}
	},
	{
		// The worker has a project of its own, because its globals are not a page's.
		files: ['src/service-worker/**'],
		languageOptions: { parserOptions: { projectService: false, project: './tsconfig.worker.json' } }
	},
	{
		// Test doubles and contracts hand out functions that have no `this`.
		files: ['**/*.test.ts', '**/*.contract.ts', 'tests/**'],
		rules: { '@typescript-eslint/unbound-method': 'off' }
	},
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		extends: [ts.configs.disableTypeChecked]
	}
);
