import type { CompilerOptions } from '@inlang/paraglide-js';

/** How `messages/*.json` becomes functions; used by Vite, by Vitest and by `npm run messages`. */
export const messageCompiler = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['baseLocale'],
	outputStructure: 'locale-modules',
	disableAsyncLocalStorage: true,
	isServer: 'false',
	emitReadme: false
} satisfies CompilerOptions;
