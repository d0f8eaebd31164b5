import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { startRelay } from '../../../server/relay.ts';
import { openSqliteStore } from '../../../server/store-sqlite.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { describeLink } from './link.contract.ts';

describeLink('our relay', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roundtable-link-'));
	const start = (port: number) =>
		startRelay({
			host: '127.0.0.1',
			port,
			store: openSqliteStore(folder),
			appDir: null,
			publicUrl: null,
			relays: [],
			tls: null,
			clock: systemClock,
			log: () => undefined
		});
	let relay = await start(0);
	const { port } = relay;
	let running = true;
	const network = {
		clock: systemClock,
		WebSocket,
		fetch: (url: string, init?: RequestInit) => fetch(url, init)
	};
	return {
		device: () => hocuspocusLinks(network)(`http://127.0.0.1:${port}`),
		async cut() {
			running = false;
			await relay.close();
		},
		async join() {
			if (!running) relay = await start(port);
			running = true;
		},
		acknowledges: true,
		async close() {
			await relay.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
});
