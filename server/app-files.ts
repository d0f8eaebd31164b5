/** The built app in memory: every file with its type and its compressed forms, read once at the start. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

export interface AppFile {
	readonly type: string;
	readonly plain: Buffer;
	readonly encoded: Readonly<Partial<Record<Encoding, Buffer>>>;
	/** Quoted, as in the ETag header. */
	readonly tag: string;
}

const types: Readonly<Record<string, string>> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.mjs': 'text/javascript; charset=utf-8',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2'
};

/** Formats that are compressed already. */
const packed = new Set(['.png', '.webp', '.woff2', '.ico']);

/** By path as it stands in an address: `/_app/…`. Nothing outside this map is ever served, so no path can lead out of the folder. */
export function readAppFiles(folder: string): Map<string, AppFile> {
	const files = new Map<string, AppFile>();
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || /\.(br|gz)$/.test(entry.name)) continue;
		const path = join(entry.parentPath, entry.name);
		files.set(
			`/${path
				.slice(folder.length + 1)
				.split(sep)
				.join('/')}`,
			readAppFile(path)
		);
	}
	return files;
}

function readAppFile(path: string): AppFile {
	const plain = readFileSync(path);
	const ending = extname(path);
	const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
	const type = types[ending] ?? 'application/octet-stream';
	if (packed.has(ending) || plain.length < 512) return { type, plain, tag, encoded: {} };
	const gzip = beside(`${path}.gz`) ?? gzipSync(plain);
	const br =
		beside(`${path}.br`) ?? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
	return { type, plain, tag, encoded: { br, gzip } };
}

function beside(path: string): Buffer | null {
	return existsSync(path) ? readFileSync(path) : null;
}
