import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';

const MAIN = resolve('build/server/main.js');
const START_WITHIN = 20_000;

export interface ServerOptions {
	/** A new folder under the system's temporary one where none is given; only then is it removed at the end. */
	readonly dataDir?: string;
	/** A free one where none is given. */
	readonly port?: number;
	readonly env?: Readonly<Record<string, string>>;
}

/** The built server as a process of its own, which a test may kill and start again on the same port and data. */
export class RunningServer {
	readonly port: number;
	readonly dataDir: string;
	readonly #env: Readonly<Record<string, string>>;
	readonly #ownsData: boolean;
	#process: ChildProcess | undefined;
	#log = '';
	#ahead = 0;

	constructor(port: number, dataDir: string, options: ServerOptions) {
		this.port = port;
		this.dataDir = dataDir;
		this.#env = options.env ?? {};
		this.#ownsData = options.dataDir === undefined;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Everything the server has printed, across restarts. */
	get log(): string {
		return this.#log;
	}

	get pid(): number | undefined {
		return this.#process?.pid;
	}

	/** Resolves when `/health` answers; throws, with what the server printed, if it ends or stays silent. */
	async start(): Promise<void> {
		if (!existsSync(MAIN)) throw new Error('The server is not built: run `npm run build` first.');
		const child = spawn(process.execPath, [...this.#clock, MAIN], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				HOST: '127.0.0.1',
				PORT: String(this.port),
				DATA_DIR: this.dataDir,
				APP_DIR: resolve('build/app'),
				PUBLIC_URL: this.url,
				FOUNDINGS_PER_MINUTE: '100000',
				...this.#env
			}
		});
		this.#process = child;
		child.stdout.on('data', (text) => (this.#log += String(text)));
		child.stderr.on('data', (text) => (this.#log += String(text)));

		const deadline = performance.now() + START_WITHIN;
		while (!(await this.#answers())) {
			if (child.exitCode !== null || child.signalCode !== null)
				throw new Error(`The server ended:\n${this.#log}`);
			if (performance.now() > deadline) {
				await this.kill();
				throw new Error(`The server did not answer within ${START_WITHIN / 1000} s:\n${this.#log}`);
			}
			await new Promise((done) => setTimeout(done, 25));
		}
	}

	get #clock(): string[] {
		if (this.#ahead === 0) return [];
		const script = `const now = Date.now; Date.now = () => now() + ${this.#ahead};`;
		return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
	}

	/** kill -9: the server gets no chance to store anything. */
	kill(): Promise<void> {
		return this.#end('SIGKILL');
	}

	/** SIGTERM: the server stores everything and closes. */
	stop(): Promise<void> {
		return this.#end('SIGTERM');
	}

	/** Killed, and started again with a clock that is this much ahead: in ms, from now on. */
	async later(by: number): Promise<void> {
		await this.kill();
		this.#ahead += by;
		await this.start();
	}

	async killAndRestart(): Promise<void> {
		await this.kill();
		await this.start();
	}

	/** Ends the process and removes the data if they were made for this server. */
	async dispose(): Promise<void> {
		await this.kill();
		if (this.#ownsData) await rm(this.dataDir, { recursive: true, force: true });
	}

	async #answers(): Promise<boolean> {
		try {
			return (await fetch(`${this.url}/health`)).ok;
		} catch {
			return false;
		}
	}

	async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		await new Promise<void>((ended) => {
			child.once('exit', () => ended());
			child.kill(signal);
		});
	}
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
	const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'roundtable-data-')));
	const server = new RunningServer(options.port ?? (await freePort()), dataDir, options);
	await server.start();
	return server;
}
