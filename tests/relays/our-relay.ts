/** The real relay on a free port, over a folder of its own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type Relay, type RelayOptions } from '../../server/relay.ts';
import { lineLog } from '../../server/log.ts';
import { openSqliteStore } from '../../server/store-sqlite.ts';
import type { Store } from '../../server/store.ts';
import { foundingBody, type SealedCase } from './sealed-case.ts';

export interface OurRelay {
	readonly address: string;
	readonly relay: Relay;
	/** All that it printed. */
	readonly lines: readonly string[];
	found(sealed: SealedCase): Promise<Response>;
	post(body: Uint8Array<ArrayBuffer>): Promise<Response>;
	/** Closes it in good order and starts it again on the same data and port. */
	restart(): Promise<void>;
	/** The store's bytes, while it is closed. */
	stored(): Promise<Buffer>;
	close(): Promise<void>;
}

export async function ourRelay(
	options: Partial<Omit<RelayOptions, 'store'>> = {},
	through: (store: Store) => Store = (store) => store
): Promise<OurRelay> {
	const folder = await mkdtemp(join(tmpdir(), 'roundtable-relay-'));
	const lines: string[] = [];
	const log = lineLog((line) => lines.push(line), Date.now);
	const start = (port: number) =>
		startRelay({ log, ...options, port, store: through(openSqliteStore(folder)) });
	let relay = await start(0);
	const { address, port } = relay;
	const post = (body: Uint8Array<ArrayBuffer>) => fetch(`${address}/relay/found`, { method: 'POST', body });
	return {
		address,
		get relay() {
			return relay;
		},
		lines,
		post,
		found: (sealed) => post(foundingBody(sealed.statements)),
		async restart() {
			await relay.close();
			relay = await start(port);
		},
		stored: () => readFile(join(folder, 'relay.sqlite')),
		async close() {
			await relay.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}
