import { spawn } from 'node:child_process';
import { createServer } from 'vite';
import { freePort } from './free-port.ts';

/** What the server answers itself; everything else is the app, served by Vite with hot reload. */
const RELAY_PATHS = '^/(relay|health|nonce)(/|\\?|$)';

const host = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 4870);
const relayPort = await freePort();

const vite = await createServer({
	configFile: 'vite.config.ts',
	server: {
		host,
		port,
		strictPort: true,
		proxy: { [RELAY_PATHS]: { target: `http://127.0.0.1:${relayPort}`, ws: true } }
	}
});

// The server starts again by itself when one of its files changes; its data stay apart from those of `npm start`.
const relay = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts'], {
	stdio: 'inherit',
	env: {
		...process.env,
		HOST: '127.0.0.1',
		PORT: String(relayPort),
		PUBLIC_URL: process.env['PUBLIC_URL'] ?? `http://${host}:${port}`,
		DATA_DIR: process.env['DATA_DIR'] ?? 'data/dev'
	}
});
relay.once('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => relay.kill('SIGTERM'));

await vite.listen();
console.log(`Roundtable for development is at http://${host}:${port}`);
