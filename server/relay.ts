/** The relay: stores and forwards sealed logs, and checks what can be checked without opening anything. */
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '#lib/clock.ts';
import about from '../package.json' with { type: 'json' };
import { AddressLimit } from './address-limit.ts';
import { addressesOf } from './addresses.ts';
import { readAppFiles, type AppFile } from './app-files.ts';
import { Appends } from './appends.ts';
import { contentPolicy } from './content-policy.ts';
import { Documents } from './documents.ts';
import { Founding } from './founding.ts';
import { httpServer, type TlsFiles } from './http-server.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import { Logs } from './logs.ts';
import { Meetings } from './meetings.ts';
import { Nonces } from './nonces.ts';
import { Pointers } from './pointers.ts';
import { Readers } from './readers.ts';
import { safetyHeaders } from './safety-headers.ts';
import { Sockets } from './sockets.ts';
import type { Store } from './store.ts';
import { threadedVerify } from './verify.ts';

export interface RelayOptions {
	/** 127.0.0.1 unless given. */
	readonly host?: string;
	/** 0, unless given: any free one. */
	readonly port?: number;
	/** Closed with the relay. */
	readonly store: Store;
	/** The folder of the built app; null serves none. */
	readonly appDir?: string | null;
	/** The address in links and tokens, where it is not the one that the relay listens on. */
	readonly publicUrl?: string | null;
	/** Origins of further relays that the page may reach. */
	readonly relays?: readonly string[];
	readonly tls?: TlsFiles | null;
	readonly clock?: Clock;
	readonly log?: Log;
	readonly limits?: Partial<Limits>;
	readonly random?: (length: number) => Uint8Array;
}

export interface Relay {
	/** The origin under which it is reached: PUBLIC_URL's, or where it listens. */
	readonly address: string;
	/** All of them, that one first. */
	readonly addresses: readonly string[];
	readonly port: number;
	/** Logs that somebody is connected to. */
	documents(): number;
	/** Stores what is on its way, closes every connection and the store. */
	close(): Promise<void>;
}

const lookAtRightsEvery = 5_000;
const closeWithin = 5_000;

/** Rejects, with the system's error, if it cannot listen. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
	const {
		host = '127.0.0.1',
		port = 0,
		store,
		appDir = null,
		publicUrl = null,
		relays = [],
		tls = null
	} = options;
	const clock = options.clock ?? systemClock;
	const log = options.log ?? (() => undefined);
	const limits = { ...defaultLimits, ...options.limits };
	const random = options.random ?? ((length: number) => new Uint8Array(randomBytes(length)));
	const started = clock.now();

	let addresses: readonly string[] = [];
	const verify = threadedVerify();
	const documents = new Documents(store);
	const nonces = new Nonces(random, () => clock.now());
	const readers = new Readers({ documents, nonces, verify, clock, addresses: () => addresses });
	const appends: Appends = new Appends({
		documents,
		store,
		verify,
		clock,
		log,
		mostStatements: limits.mostStatements,
		mostLogs: limits.mostDocumentLogs,
		begun: (newest) => logs.begun(newest),
		dropped: (last) => logs.dropped(last)
	});
	const logs: Logs = new Logs({
		store,
		documents,
		readers,
		appends,
		log,
		gate: (request) => sockets.gate(request)
	});
	const sockets: Sockets = new Sockets({
		hocuspocus: logs.hocuspocus,
		limits,
		clock,
		log,
		read: (name, update) => appends.read(name, update),
		left: (name, update, request) => logs.takeAway(name, update, request)
	});
	const founding = new Founding({ documents, appends, logs, log });
	const foundingLimit = new AddressLimit(limits.foundings, limits.foundingsPerMinute, clock);
	const meetings = new Meetings(clock);
	const meetingLimit = new AddressLimit(limits.meetings, limits.meetingsPerMinute, clock);

	const pointers = new Pointers(store, log);
	const pointerLimit = new AddressLimit(limits.pointers, limits.pointersPerMinute, clock);

	const files = appDir === null ? new Map<string, AppFile>() : readAppFiles(appDir);
	const page = files.get('/200.html')?.plain.toString('utf8') ?? '';
	let headers: Readonly<Record<string, string>> = {};
	const server = httpServer({
		tls,
		files,
		log,
		headers: () => headers,
		endpoints: {
			nonces,
			largestBody: limits.largestMessage,
			mayFound: (address) => foundingLimit.allows(address),
			found: (body) => founding.found(body),
			meetings,
			mayMeet: (address) => meetingLimit.allows(address),
			pointers,
			mayPoint: (address) => pointerLimit.allows(address),
			health: async () => ({
				version: about.version,
				uptime: Math.round((clock.now() - started) / 1000),
				store: { kind: store.kind, ok: await store.ok() },
				documents: logs.open
			})
		}
	});
	sockets.attach(server);

	server.listen(port, host);
	await once(server, 'listening');
	const listening = (server.address() as AddressInfo).port;
	addresses = addressesOf({ host, port: listening, tls: tls !== null, publicUrl });
	headers = safetyHeaders({
		policy: contentPolicy({ page, relays: [...addresses, ...relays] }),
		tls: tls !== null
	});

	let stopLooking = () => {};
	const lookAtRights = () => {
		stopLooking = clock.after(lookAtRightsEvery, () => {
			logs
				.endLost()
				.catch(() => log('store-failed', { reason: 'rights' }))
				.finally(lookAtRights);
		});
	};
	lookAtRights();

	let closing: Promise<void> | null = null;
	const close = async () => {
		stopLooking();
		const closed = new Promise((done) => server.close(done));
		const stopHurrying = clock.after(closeWithin, () => {
			sockets.terminate();
			server.closeAllConnections();
		});
		await logs.close();
		await sockets.close();
		server.closeIdleConnections();
		await closed;
		stopHurrying();
		await store.close();
	};
	return {
		address: addresses[0] ?? '',
		addresses,
		port: listening,
		documents: () => logs.open,
		close: () => (closing ??= close())
	};
}
