/** Takes everything of this app off this browser: what was written, the secrets, and the app itself. */
import type { Clock } from '#lib/clock.ts';
import type { Device } from './device.ts';

export type Wiped =
	| { readonly kind: 'wiped' }
	/** Some of it could not be deleted, as when another tab does not let go. The secrets are gone all the same. */
	| { readonly kind: 'left'; readonly databases: readonly string[] };

/** What of a browser is wiped; any of it may be missing in an insecure context or a hardened browser. */
export interface WipePlace {
	readonly indexedDB: IDBFactory | undefined;
	readonly caches: CacheStorage | undefined;
	readonly workers: ServiceWorkerContainer | undefined;
	readonly locks: LockManager | undefined;
	/** Small marks such as "has cases", by `roundtable…` names. */
	readonly marks: Storage | undefined;
	readonly channel: () => BroadcastChannel | null;
	/** Tells this page from others on the channel. */
	readonly page: string;
}

/** Other tabs are told first and reload into an empty app; whoever opens a page meanwhile waits. `device` is of no use afterwards. */
export async function wipeDevice(
	device: Device | null,
	clock: Clock,
	place = browserPlace()
): Promise<Wiped> {
	const wipe = () => wipeAll(device, clock, place);
	return place.locks ? place.locks.request(lockName, wipe) : wipe();
}

/** Resolves at once, or when a wipe that another tab has begun is over: nothing may be opened before. */
export async function noWipeIsOn({ locks }: Pick<WipePlace, 'locks'> = browserPlace()): Promise<void> {
	await locks?.request(lockName, { mode: 'shared' }, () => undefined);
}

/** Calls `leave` when another page begins a wipe. The answer stops listening. */
export function onWipe(
	leave: () => void,
	{ channel, page }: Pick<WipePlace, 'channel' | 'page'> = browserPlace()
): () => void {
	const hearing = channel();
	hearing?.addEventListener('message', ({ data }: MessageEvent<Wiping>) => {
		if (data.wiping !== page) leave();
	});
	return () => hearing?.close();
}

const lockName = 'roundtable/wipe';
const channelName = 'roundtable/wipe';
/** What is said on the channel: who wipes. */
interface Wiping {
	readonly wiping: string;
}

/** How long whatever still holds on is waited for. */
const patience = 4_000;

async function wipeAll(device: Device | null, clock: Clock, place: WipePlace): Promise<Wiped> {
	const told = place.channel();
	told?.postMessage({ wiping: place.page } satisfies Wiping);
	if (device) await Promise.race([closeDevice(device), after(clock, patience)]);
	await clearCaches(place.caches);
	for (const worker of (await place.workers?.getRegistrations()) ?? []) await worker.unregister();
	clearMarks(place.marks);
	const left = await deleteAll(device, clock, place.indexedDB);
	told?.close();
	return left.length > 0 ? { kind: 'left', databases: left } : { kind: 'wiped' };
}

async function closeDevice(device: Device): Promise<void> {
	await device.close().catch(() => undefined);
	await device.vault.wipe();
	await device.platform.outbox.close().catch(() => undefined);
}

/** Twice: a tab that was just closing may have written once more. */
async function deleteAll(
	device: Device | null,
	clock: Clock,
	factory: IDBFactory | undefined
): Promise<readonly string[]> {
	if (!factory) return [];
	let left: readonly string[] = [];
	for (let round = 0; round < 2; round++) {
		const names = await databaseNames(device, factory);
		const gone = await Promise.all(names.map((name) => deleteOne(factory, name, clock)));
		left = names.filter((_, i) => !gone[i]);
	}
	return left;
}

async function databaseNames(device: Device | null, factory: IDBFactory): Promise<string[]> {
	const listed = await listDatabases(factory);
	if (listed) return listed.filter((name) => name.startsWith('roundtable'));
	return [...(device ? await logDatabases(device) : []), 'roundtable', 'roundtable-vault'];
}

async function logDatabases({ seats, platform }: Device): Promise<string[]> {
	const { caseLogs } = await import('./case-logs.ts');
	const logs = await Promise.all(
		seats.map(({ document }) => caseLogs(document, platform.outbox).catch(() => []))
	);
	return logs.flat().map((log) => `roundtable/${log}`);
}

/** Null where the browser does not tell (Firefox before 126). */
async function listDatabases(factory: IDBFactory): Promise<string[] | null> {
	if (!('databases' in factory)) return null;
	try {
		return (await factory.databases()).flatMap(({ name }) => name ?? []);
	} catch {
		return null;
	}
}

async function deleteOne(factory: IDBFactory, name: string, clock: Clock): Promise<boolean> {
	const deleted = new Promise<boolean>((resolve) => {
		const request = factory.deleteDatabase(name);
		request.onsuccess = () => resolve(true);
		request.onerror = () => resolve(false);
	});
	return Promise.race([deleted, after(clock, patience).then(() => false)]);
}

async function clearCaches(caches: CacheStorage | undefined): Promise<void> {
	for (const name of (await caches?.keys()) ?? []) if (name.startsWith('app-')) await caches?.delete(name);
}

function clearMarks(marks: Storage | undefined): void {
	if (!marks) return;
	for (const name of Object.keys(marks)) if (name.startsWith('roundtable')) marks.removeItem(name);
}

function after(clock: Clock, ms: number): Promise<void> {
	return new Promise((resolve) => clock.after(ms, resolve));
}

const thisPage = crypto.getRandomValues(new Uint32Array(4)).join('-');

function browserPlace(): WipePlace {
	return {
		indexedDB: offered(() => globalThis.indexedDB),
		caches: offered(() => globalThis.caches),
		workers: offered(() => navigator.serviceWorker),
		locks: offered(() => navigator.locks),
		marks: offered(() => globalThis.localStorage),
		channel: () => ('BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : null),
		page: thisPage
	};
}

/** A hardened browser refuses even to be asked. */
function offered<T>(ask: () => T | undefined): T | undefined {
	try {
		return ask();
	} catch {
		return undefined;
	}
}
