import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';

const bootstrap = '\n\t\tstart({ base: "" });\n\t';
const page = `<!doctype html><title>x</title><script src="/a.js"></script><script>${bootstrap}</script>${' '.repeat(600)}`;

let relay: OurRelay;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roundtable-app-'));
	const app = join(folder, 'app');
	await mkdir(join(app, '_app/immutable'), { recursive: true });
	await writeFile(join(folder, 'secret.txt'), 'not to be served');
	await writeFile(join(app, '200.html'), page);
	await writeFile(join(app, '_app/immutable/a.js'), `export const a = '${'a'.repeat(2000)}';`);
	await writeFile(join(app, 'icon.png'), Buffer.alloc(900, 1));
	await writeFile(join(app, 'manifest.webmanifest'), '{}');
	relay = await ourRelay({
		appDir: app,
		publicUrl: 'https://table.example',
		relays: ['https://other.example']
	});
});

afterAll(async () => {
	await relay.close();
	await rm(folder, { recursive: true });
});

describe('the app', () => {
	it('is one page at every address that a person opens', async () => {
		for (const path of ['/', '/case/abc', '/look', '/case/abc?tab=talk', '/200.html']) {
			const answer = await raw(path, { accept: 'text/html,*/*' });
			expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
			expect(answer.headers['cache-control']).toBe('no-cache');
			expect(answer.body.toString()).toBe(page);
		}
	});

	it('has no page in place of a file that is missing', async () => {
		const missing: [string, string][] = [
			['/_app/immutable/old.js', '*/*'],
			['/_app/immutable/old.js', 'text/html'],
			['/missing.png', 'text/html'],
			['/case/abc', '*/*'],
			['/case/abc', 'application/json']
		];
		for (const [path, accept] of missing) expect((await raw(path, { accept })).status).toBe(404);
	});

	it('comes compressed where that is accepted, and is kept where its name is its hash', async () => {
		const br = await raw('/_app/immutable/a.js', { 'accept-encoding': 'gzip, deflate, br' });
		expect(br.headers).toMatchObject({
			'content-encoding': 'br',
			vary: 'Accept-Encoding',
			'content-type': 'text/javascript; charset=utf-8'
		});
		expect(br.headers['cache-control']).toBe('public, max-age=31536000, immutable');
		const gzip = await raw('/_app/immutable/a.js', { 'accept-encoding': 'gzip, br;q=0' });
		expect(gzip.headers['content-encoding']).toBe('gzip');
		const plain = await raw('/_app/immutable/a.js', {});
		expect(plain.headers['content-encoding']).toBeUndefined();
		expect(brotliDecompressSync(br.body)).toEqual(plain.body);
		expect(gunzipSync(gzip.body)).toEqual(plain.body);
		expect((await raw('/icon.png', { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
		expect((await raw('/manifest.webmanifest', {})).headers['content-type']).toBe(
			'application/manifest+json'
		);
	});

	it('is not sent again to whoever has it', async () => {
		const { headers } = await raw('/icon.png', {});
		const again = await raw('/icon.png', { 'if-none-match': String(headers['etag']) });
		expect([again.status, again.body.length]).toEqual([304, 0]);
		const head = await raw('/icon.png', {}, 'HEAD');
		expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '900', 0]);
		expect((await raw('/icon.png', {}, 'DELETE')).status).toBe(405);
	});

	it('is all that can be reached', async () => {
		for (const path of [
			'/../secret.txt',
			'/..%2fsecret.txt',
			'/%2e%2e/secret.txt',
			'/_app/../../secret.txt',
			'//secret.txt',
			'/..\\secret.txt',
			'/200.html%00',
			'/%',
			'/%ff'
		]) {
			const answer = await raw(path, { accept: '*/*' });
			expect(answer.status).toBeGreaterThanOrEqual(400);
			expect(answer.body.toString()).not.toContain('not to be served');
		}
	});
});

describe('every answer', () => {
	it('says what a page of ours may do', async () => {
		for (const path of ['/', '/missing.js', '/health', '/relay/nonce']) {
			const { headers } = await raw(path, { accept: 'text/html' });
			expect(headers).toMatchObject({
				'x-content-type-options': 'nosniff',
				'referrer-policy': 'no-referrer',
				'cross-origin-opener-policy': 'same-origin'
			});
			expect(headers['permissions-policy']).toContain('camera=(self)');
			expect(headers['strict-transport-security']).toBeUndefined();
			const policy = String(headers['content-security-policy']).split('; ');
			const hash = createHash('sha256').update(bootstrap).digest('base64');
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
			expect(policy).toContain("style-src 'self'");
			expect(policy).toContain("frame-ancestors 'none'");
			const reach = policy.find((rule) => rule.startsWith('connect-src')) ?? '';
			for (const origin of [
				"'self'",
				'https://table.example',
				'wss://table.example',
				'https://other.example',
				'wss://other.example',
				`ws://127.0.0.1:${relay.relay.port}`
			]) {
				expect(reach.split(' ')).toContain(origin);
			}
		}
	});

	it('of health tells version, uptime, store and open logs', async () => {
		const { status, headers, body } = await raw('/health', {});
		expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
		const told = JSON.parse(body.toString()) as Record<string, unknown>;
		expect(told).toMatchObject({ store: { kind: 'sqlite', ok: true }, documents: 0 });
		expect(told['version']).toMatch(/^\d+\.\d+\.\d+/);
		expect(told['uptime']).toBeGreaterThanOrEqual(0);
	});

	it('to a wrong method says which is right', async () => {
		expect((await raw('/relay/nonce', {}, 'POST')).headers['allow']).toBe('GET');
		expect((await raw('/relay/found', {})).status).toBe(405);
	});
});

interface Raw {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Buffer;
}

/** As given, without what fetch would make of path and headers. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<Raw> {
	return new Promise((done, failed) => {
		const asked = request({ host: '127.0.0.1', port: relay.relay.port, path, headers, method }, (answer) => {
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('end', () =>
				done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) })
			);
		});
		asked.on('error', failed).end();
	});
}
