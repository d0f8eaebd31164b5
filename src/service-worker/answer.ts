/** What of the server is the relay, not the app: never answered from here. */
const RELAY_PATHS = ['/relay', '/health', '/nonce'];

interface App {
	readonly origin: string;
	readonly base: string;
	/** Path names of the app's own files. */
	readonly assets: ReadonlySet<string>;
}

interface Asked {
	readonly method: string;
	readonly mode: RequestMode;
	readonly url: string;
}

/** Who answers a request: the kept page, the kept files, or nobody but the network. */
export function answerFrom(request: Asked, app: App): 'shell' | 'asset' | 'network' {
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== app.origin) return 'network';
	if (RELAY_PATHS.some((path) => isUnder(url.pathname, app.base + path))) return 'network';
	if (app.assets.has(url.pathname) || url.pathname.startsWith(`${app.base}/_app/immutable/`)) return 'asset';
	return request.mode === 'navigate' ? 'shell' : 'network';
}

/** Caches to drop: all but the one in force and the one before it. Names come in the order they were made. */
export function staleCaches(names: readonly string[], current: string): string[] {
	const ours = names.filter((name) => name.startsWith('app-') && name !== current);
	return ours.slice(0, -1);
}

function isUnder(path: string, folder: string): boolean {
	return path === folder || path.startsWith(`${folder}/`);
}
