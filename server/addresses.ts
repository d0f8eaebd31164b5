/** The origins under which a relay is reached: what readers sign, and what is shown at the start. */

export interface Listening {
	readonly host: string;
	readonly port: number;
	readonly tls: boolean;
	/** The address in links, if it was set. */
	readonly publicUrl: string | null;
}

export function addressesOf({ host, port, tls, publicUrl }: Listening): string[] {
	const scheme = tls ? 'https' : 'http';
	const found = publicUrl === null ? [] : [new URL(publicUrl).origin];
	// A port that is the scheme's own is left out of an origin: URL knows.
	const at = (name: string) => new URL(`${scheme}://${name}:${port}`).origin;
	if (isLoopback(host)) found.push(at('127.0.0.1'), at('localhost'), at('[::1]'));
	else if (publicUrl === null) found.push(at(host.includes(':') ? `[${host}]` : host));
	return [...new Set(found)];
}

export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
