import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';

/** Stock Hocuspocus in a process of its own. */
export class StockServer {
	readonly url: string;
	readonly #process: ChildProcess;
	readonly #folder: string;

	private constructor(port: string, process: ChildProcess, folder: string) {
		this.url = `ws://127.0.0.1:${port}`;
		this.#process = process;
		this.#folder = folder;
	}

	static async start(): Promise<StockServer> {
		const folder = await mkdtemp(join(tmpdir(), 'roundtable-stock-'));
		const script = new URL('stock-server.ts', import.meta.url).pathname;
		const child = spawn(process.execPath, [script, join(folder, 'stock.sqlite')], {
			stdio: ['ignore', 'pipe', 'inherit']
		});
		const port = await new Promise<string>((resolve, reject) => {
			child.stdout.once('data', (line) => resolve(String(line).trim()));
			child.once('exit', () => reject(new Error('the stock server ended')));
		});
		return new StockServer(port, child, folder);
	}

	async join(name: string): Promise<StockClient> {
		const client = new StockClient(this.url, name);
		await client.synced;
		return client;
	}

	async stop(): Promise<void> {
		this.#process.kill('SIGKILL');
		await rm(this.#folder, { recursive: true, force: true });
	}
}

export class StockClient {
	readonly doc = new Y.Doc();
	readonly synced: Promise<void>;
	readonly #socket: HocuspocusProviderWebsocket;
	readonly #provider: HocuspocusProvider;

	constructor(url: string, name: string) {
		this.#socket = new HocuspocusProviderWebsocket({ url });
		this.#provider = new HocuspocusProvider({ websocketProvider: this.#socket, name, document: this.doc });
		this.synced = new Promise((resolve) => this.#provider.on('synced', () => resolve()));
		this.#provider.attach();
	}

	/** When everything sent so far has been acknowledged. */
	acknowledged(): Promise<void> {
		return new Promise((resolve) => {
			const check = () => {
				if (this.#provider.hasUnsyncedChanges) return;
				this.#provider.off('unsyncedChanges', check);
				resolve();
			};
			this.#provider.on('unsyncedChanges', check);
			check();
		});
	}

	close(): void {
		this.#provider.destroy();
		this.#socket.destroy();
	}
}
