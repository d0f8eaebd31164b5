/** The origins under which a relay is reached: what readers sign, and what is shown at the start. */
import { networkInterfaces } from 'node:os';

export interface Listening {
	readonly host: string;
	readonly port: number;
	readonly tls: boolean;
	/** The address in links, if it was set. */
	readonly publicUrl: string | null;
}

/** The first is the one to show. */
export function addressesOf({ host, port, tls, publicUrl }: Listening): string[] {
	// A port that is the scheme's own is left out of an origin: URL knows.
	const at = (name: string) => new URL(`${tls ? 'https' : 'http'}://${bracketed(name)}:${port}`).origin;
	const found = publicUrl === null ? [] : [new URL(publicUrl).origin];
	if (isLoopback(host) || isEverywhere(host)) found.push(...loopback.map(at));
	if (isEverywhere(host)) found.push(...ownAddresses().map(at));
	else if (!isLoopback(host)) found.push(at(host));
	return [...new Set(found)];
}

export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const loopback = ['127.0.0.1', 'localhost', '::1'];

function isEverywhere(host: string): boolean {
	return host === '0.0.0.0' || host === '::';
}

/** Without those that hold on one network card only (fe80::…%eth0): they cannot stand in an origin. */
function ownAddresses(): string[] {
	const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	return found.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address);
}

function bracketed(name: string): string {
	return name.includes(':') ? `[${name}]` : name;
}
