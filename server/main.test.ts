import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let taken: ReturnType<typeof createServer>;
let takenPort: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roundtable-main-'));
	await writeFile(join(folder, 'file'), 'no folder');
	taken = createServer().listen(0, '127.0.0.1');
	await new Promise((listening) => taken.once('listening', listening));
	takenPort = String((taken.address() as AddressInfo).port);
});

afterAll(async () => {
	taken.close();
	await rm(folder, { recursive: true });
});

describe('a start that cannot succeed ends with one sentence', () => {
	const starts: [string, () => Record<string, string>, RegExp][] = [
		['a taken port', () => ({ PORT: takenPort }), /^Port \d+ on 127\.0\.0\.1 is taken\. .*PORT\.$/],
		['a port that is none', () => ({ PORT: 'http' }), /^PORT is "http", but must be a number/],
		['a port too high', () => ({ PORT: '70000' }), /^PORT is "70000"/],
		[
			'a host that is none',
			() => ({ HOST: '203.0.113.7' }),
			/^HOST is 203\.0\.113\.7, which is no address of this computer\.$/
		],
		[
			'a data folder that is a file',
			() => ({ DATA_DIR: join(folder, 'file') }),
			/^The data folder .* cannot be written\./
		],
		['a public address that is none', () => ({ PUBLIC_URL: 'table' }), /^PUBLIC_URL has "table"/],
		['a public address with a path', () => ({ PUBLIC_URL: 'https://a.example/b' }), /^PUBLIC_URL has/],
		[
			'a further relay that is none',
			() => ({ RELAYS: 'https://a.example ftp://b' }),
			/^RELAYS has "ftp:\/\/b"/
		],
		['a number that is none', () => ({ FOUNDINGS_PER_MINUTE: '-1' }), /^FOUNDINGS_PER_MINUTE is "-1"/],
		['half of TLS', () => ({ TLS_CERT: 'x' }), /^TLS_KEY is missing/],
		[
			'a certificate that is not there',
			() => ({ TLS_CERT: 'x', TLS_KEY: 'y' }),
			/^TLS_CERT names the file x, which cannot be read\.$/
		],
		[
			'a certificate that is none',
			() => ({ TLS_CERT: join(folder, 'file'), TLS_KEY: join(folder, 'file') }),
			/^TLS_CERT and TLS_KEY do not hold/
		],
		['an app that is not built', () => ({ APP_DIR: folder }), /^APP_DIR is .*npm run build/]
	];

	it.each(starts)('%s', async (_, env, sentence) => {
		const { code, out, err } = await run({ PORT: '0', DATA_DIR: join(folder, 'data'), ...env() });
		expect([code, out]).toEqual([1, '']);
		expect(err.trimEnd()).toMatch(sentence);
		expect(err.trimEnd()).not.toContain('\n');
	});
});

describe('a start that succeeds', () => {
	it('says where it is, that this is this computer only, and ends on SIGTERM with 0', async () => {
		const { code, out, err } = await run({ PORT: '0', DATA_DIR: join(folder, 'a/b') }, 'SIGTERM');
		expect([code, err]).toEqual([0, '']);
		expect(out).toMatch(/^Roundtable is at http:\/\/127\.0\.0\.1:\d+\n/);
		expect(out).toContain('Invitations work only on this computer.');
	});

	it('says what an address without TLS lacks, and ends on SIGINT with 0', async () => {
		const { code, out } = await run({ PORT: '0', HOST: '0.0.0.0', DATA_DIR: join(folder, 'c') }, 'SIGINT');
		expect(code).toBe(0);
		expect(out).toContain('need https');
		expect(out).toContain('TLS_CERT');
	});

	it('for every network names each address of this computer', async () => {
		const { out } = await run({ PORT: '0', HOST: '0.0.0.0', DATA_DIR: join(folder, 'e') }, 'SIGTERM');
		expect(out).not.toContain('0.0.0.0');
		expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
	});

	it('says nothing of the kind behind a proxy', async () => {
		const env = { PORT: '0', PUBLIC_URL: 'https://table.example', DATA_DIR: join(folder, 'd') };
		const { out } = await run(env, 'SIGTERM');
		expect(out).toMatch(
			/^Roundtable is at https:\/\/table\.example\nIt listens on 127\.0\.0\.1, port \d+\.\n/
		);
		expect(out).not.toContain('Invitations work only');
	});
});

interface Ran {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** Runs the server's own entry; `signal` goes to it once it has said where it is. */
function run(env: Record<string, string>, signal?: NodeJS.Signals): Promise<Ran> {
	return new Promise((done) => {
		const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
			env: { PATH: process.env['PATH'], ...env }
		});
		let [out, err] = ['', ''];
		child.stdout.on('data', (text) => {
			out += String(text);
			if (signal && /secure|Invitations|certificate|listens/.test(out)) child.kill(signal);
		});
		child.stderr.on('data', (text) => (err += String(text)));
		child.once('close', (code) => done({ code, out, err }));
	});
}
