import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ pages: 'build/app', assets: 'build/app', fallback: '200.html' }),
		...(process.env.ROUNDTABLE_BUILD ? { version: { name: process.env.ROUNDTABLE_BUILD } } : {}),
		// The layout does, once the page that somebody has come for is there.
		serviceWorker: { register: false },
		typescript: {
			config: (config) => ({
				...config,
				include: [
					...config.include,
					'../*.config.ts',
					'../*.config.js',
					'../server/**/*.ts',
					'../scripts/**/*.ts',
					'../scripts/**/*.mjs',
					'../tests/**/*.ts',
					'../bench/**/*.ts'
				]
			})
		}
	}
};
