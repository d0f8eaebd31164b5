import { defineConfig } from 'vite';

/** The relay as one file with its packages inside, so that what it contains can be read and tested. */
export default defineConfig({
	publicDir: false,
	ssr: { noExternal: true, target: 'node' },
	build: {
		ssr: 'server/main.ts',
		outDir: 'build/server',
		emptyOutDir: true,
		target: 'node22',
		minify: false,
		sourcemap: false,
		rolldownOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } }
	}
});
