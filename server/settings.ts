/** What the environment asks of the relay, or one sentence that says what is wrong with it. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TlsFiles } from './http-server.ts';
import { defaultLimits, type Limits } from './limits.ts';

export interface Settings {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	readonly publicUrl: string | null;
	readonly relays: readonly string[];
	readonly tls: TlsFiles | null;
	readonly appDir: string | null;
	readonly limits: Pick<Limits, 'foundings' | 'foundingsPerMinute'>;
}

export type SettingsRead =
	| { readonly kind: 'settings'; readonly settings: Settings }
	| { readonly kind: 'wrong'; readonly sentence: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown here only, and turned into the one sentence. */
class Wrong extends Error {}

/** `beside`: the folder of the server's own file, next to which the built app lies. */
export function readSettings(env: Environment, beside: string): SettingsRead {
	try {
		const settings: Settings = {
			host: env['HOST'] || '127.0.0.1',
			port: readPort(env['PORT'] || '4870'),
			dataDir: resolve(env['DATA_DIR'] || 'data'),
			publicUrl: env['PUBLIC_URL'] ? readOrigin('PUBLIC_URL', env['PUBLIC_URL']) : null,
			relays: (env['RELAYS'] ?? '')
				.split(/[\s,]+/)
				.filter(Boolean)
				.map((text) => readOrigin('RELAYS', text)),
			tls: readTls(env['TLS_CERT'], env['TLS_KEY']),
			appDir: readAppDir(env['APP_DIR'], beside),
			limits: readFoundings(env['FOUNDINGS_PER_MINUTE'] || String(defaultLimits.foundingsPerMinute))
		};
		return { kind: 'settings', settings };
	} catch (error) {
		if (error instanceof Wrong) return { kind: 'wrong', sentence: error.message };
		throw error;
	}
}

function readPort(text: string): number {
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
	throw new Wrong(`PORT is "${text}", but must be a number from 0 to 65535.`);
}

/** Three minutes' worth of them may come at once. */
function readFoundings(text: string): Settings['limits'] {
	const foundingsPerMinute = Number(text);
	if (/^[1-9]\d{0,5}$/.test(text)) return { foundingsPerMinute, foundings: 3 * foundingsPerMinute };
	throw new Wrong(`FOUNDINGS_PER_MINUTE is "${text}", but must be a number from 1 to 999999.`);
}

function readOrigin(name: string, text: string): string {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (
		url &&
		/^https?:$/.test(url.protocol) &&
		url.pathname === '/' &&
		!url.search &&
		!url.hash &&
		!url.username
	) {
		return url.origin;
	}
	throw new Wrong(
		`${name} has "${text}", but must hold an address such as https://table.example, without a path.`
	);
}

function readTls(cert: string | undefined, key: string | undefined): TlsFiles | null {
	if (!cert && !key) return null;
	if (!cert || !key)
		throw new Wrong(`${cert ? 'TLS_KEY' : 'TLS_CERT'} is missing: TLS needs both TLS_CERT and TLS_KEY.`);
	return { cert: readTlsFile('TLS_CERT', cert), key: readTlsFile('TLS_KEY', key) };
}

function readTlsFile(name: string, path: string): Buffer {
	try {
		return readFileSync(path);
	} catch {
		throw new Wrong(`${name} names the file ${path}, which cannot be read.`);
	}
}

function readAppDir(given: string | undefined, beside: string): string | null {
	const folder = resolve(given || join(beside, '../app'));
	if (existsSync(join(folder, '200.html'))) return folder;
	if (given) throw new Wrong(`APP_DIR is ${folder}, but the built app is not there: run \`npm run build\`.`);
	return null;
}
