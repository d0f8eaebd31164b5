import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { messageCompiler } from './scripts/message-compiler.ts';
import { wordsOnDemand } from './scripts/words-on-demand.ts';

export default defineConfig({
	plugins: [
		announcerWithoutInlineStyle(),
		paraglideVitePlugin(messageCompiler),
		wordsOnDemand('en'),
		sveltekit()
	],
	build: { target: 'es2022' }
});

/** Kit hides its page announcer by a style attribute, which our content rules (style-src 'self') refuse: the class .said of base.css does it. */
function announcerWithoutInlineStyle(): Plugin {
	return {
		name: 'announcer-without-inline-style',
		enforce: 'pre',
		transform: {
			filter: { id: /\/generated\/root\.svelte$/ },
			handler(code) {
				const styled = /(id="svelte-announcer"[^>]*?) style="[^"]*"/;
				if (!styled.test(code)) this.error("Kit's page announcer no longer looks as expected.");
				return code.replace(styled, '$1 class="said"');
			}
		}
	};
}
