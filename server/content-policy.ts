/** What a page of ours may load and reach: itself, its relay, and the further relays that it was told of. */
import { createHash } from 'node:crypto';

export interface PolicySources {
	/** The page's HTML, whose inline scripts are named by their hashes. */
	readonly page: string;
	/** Origins of this relay and the further ones: `https://table.example`. */
	readonly relays: readonly string[];
	/** Refuse text where a page expects script; only once nothing in the app needs it. */
	readonly trustedTypes?: boolean;
}

export function contentPolicy({ page, relays, trustedTypes = false }: PolicySources): string {
	// CSP's host-source has no IPv6 addresses (CSP Level 3 §2.3.1); 'self' stands for the page's own.
	const connect = relays
		.filter((origin) => !origin.includes('['))
		.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]);
	const rules: readonly (readonly [string, ...string[]])[] = [
		['default-src', "'none'"],
		// Argon2id, which makes a passphrase costly to guess, is WebAssembly: that may be compiled, text may still not become script.
		['script-src', "'self'", "'wasm-unsafe-eval'", ...inlineScripts(page)],
		['style-src', "'self'"],
		['img-src', "'self'", 'data:', 'blob:'],
		['font-src', "'self'"],
		['connect-src', "'self'", ...new Set(connect)],
		['manifest-src', "'self'"],
		['worker-src', "'self'"],
		['frame-ancestors', "'none'"],
		['base-uri', "'none'"],
		['form-action', "'none'"],
		['object-src', "'none'"],
		...(trustedTypes ? [['require-trusted-types-for', "'script'"] as const] : [])
	];
	return rules.map((rule) => rule.join(' ')).join('; ');
}

/** CSP sources (CSP Level 3 §2.3.1) of scripts that stand in the page itself. */
export function inlineScripts(page: string): string[] {
	const scripts = page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi);
	return [...scripts].map(([, code = '']) => {
		return `'sha256-${createHash('sha256').update(code, 'utf8').digest('base64')}'`;
	});
}
