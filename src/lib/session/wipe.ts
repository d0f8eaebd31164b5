/** Takes everything of this app off this browser: what was written, the secrets, and the app itself. */
import type { Clock } from '#lib/clock.ts';
import { vaultDatabase } from '#lib/vault/vault-database.ts';
import type { Device } from './device.ts';

export type Wiped =
	| { readonly kind: 'wiped' }
	/** Some of it could not be deleted, as when another tab does not let go. `secrets`: not even what opens the cases is gone. */
	| { readonly kind: 'left'; readonly databases: readonly string[]; readonly secrets: boolean };

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
	const wipe = () => {
		markBegun(place.marks);
		return wipeAll(device, clock, place);
	};
	return place.locks ? place.locks.request(lockName, wipe) : wipe();
}

/**
 * Resolves at once, or when a wipe that another tab has begun is over: nothing may be opened before. One that was cut short, as when
 * its page was closed, is finished here.
 */
export async function noWipeIsOn(clock: Clock, place = browserPlace()): Promise<void> {
	const finish = async () => {
		if (!place.marks?.getItem(begunMark)) return;
		// Tried only once: what is written after that is not to be wiped.
		place.marks.removeItem(begunMark);
		await wipeAll(null, clock, place).catch(() => undefined);
	};
	await (place.locks ? place.locks.request(lockName, finish) : finish());
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

const begunMark = 'roundtable-wiping';
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
	const emptied = device && (await Promise.race([closeDevice(device), after(clock, patience)]));
	const left = await deleteAll(device, clock, place.indexedDB);
	await clearApp(place);
	clearMarks(place.marks, left.length > 0 ? [begunMark] : []);
	told?.close();
	if (left.length === 0) return { kind: 'wiped' };
	return { kind: 'left', databases: left, secrets: left.includes(vaultDatabase) && emptied !== 'emptied' };
}

/** Answers whether its secrets are gone for certain. */
async function closeDevice(device: Device): Promise<'emptied' | 'not-emptied'> {
	await device.close().catch(() => undefined);
	const wiped = await device.vault.wipe();
	await device.platform.outbox.close().catch(() => undefined);
	return wiped.kind === 'stored' ? 'emptied' : 'not-emptied';
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
	return [...(device ? await logDatabases(device) : []), 'roundtable', vaultDatabase];
}

async function logDatabases({ seats, keeping, platform }: Device): Promise<string[]> {
	const { caseLogs, homeLogs } = await import('./case-logs.ts');
	const logs = await Promise.all(
		seats.map(({ document }) => caseLogs(document, platform.outbox).catch(() => []))
	);
	if (keeping.document) logs.push(await homeLogs(keeping.document, platform.outbox).catch(() => []));
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

/** What of the app itself cannot be deleted says nothing about anybody. */
async function clearApp({ caches, workers }: WipePlace): Promise<void> {
	try {
		for (const name of (await caches?.keys()) ?? []) if (name.startsWith('app-')) await caches?.delete(name);
		for (const worker of (await workers?.getRegistrations()) ?? []) await worker.unregister();
	} catch {
		// A hardened browser offers them and refuses to be asked.
	}
}

function markBegun(marks: Storage | undefined): void {
	try {
		marks?.setItem(begunMark, 'yes');
	} catch {
		// No room: then a wipe that is cut short is not finished by itself.
	}
}

function clearMarks(marks: Storage | undefined, but: readonly string[]): void {
	if (!marks) return;
	for (const name of Object.keys(marks)) {
		if (name.startsWith('roundtable') && !but.includes(name)) marks.removeItem(name);
	}
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
