/**
 * Takes everything of this app off this browser: what was written, the secrets, and the app itself. Or, where several people share it,
 * everything of one of them: the others' cases stay, and so does the app.
 */
import type { Clock } from '#lib/clock.ts';
import { Drawers, drawersDatabase, underOf, vaultOf } from '#lib/vault/drawers.ts';
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

/**
 * Other tabs are told first and reload; whoever opens a page meanwhile waits. `device` is of no use afterwards. `person`: only what is in
 * this drawer, as long as there is another.
 */
export async function wipeDevice(
	device: Device | null,
	clock: Clock,
	{ place = browserPlace(), person = null }: { place?: WipePlace; person?: string | null } = {}
): Promise<Wiped> {
	const wipe = () => {
		markBegun(place.marks, person);
		return wipeAll(device, clock, place, person);
	};
	return place.locks ? place.locks.request(lockName, wipe) : wipe();
}

/**
 * Resolves at once, or when a wipe that another tab has begun is over: nothing may be opened before. One that was cut short, as when
 * its page was closed, is finished here.
 */
export async function noWipeIsOn(clock: Clock, place = browserPlace()): Promise<void> {
	const finish = async () => {
		const begun = place.marks?.getItem(begunMark);
		if (!begun) return;
		// Tried only once: what is written after that is not to be wiped.
		place.marks?.removeItem(begunMark);
		await wipeAll(null, clock, place, begun === everybody ? null : begun).catch(() => undefined);
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
const everybody = 'yes';
const lockName = 'roundtable/wipe';
const channelName = 'roundtable/wipe';
/** What is said on the channel: who wipes. */
interface Wiping {
	readonly wiping: string;
}

/** How long whatever still holds on is waited for. */
const patience = 4_000;

async function wipeAll(
	device: Device | null,
	clock: Clock,
	place: WipePlace,
	person: string | null
): Promise<Wiped> {
	const told = place.channel();
	told?.postMessage({ wiping: place.page } satisfies Wiping);
	const emptied = device && (await Promise.race([closeDevice(device), after(clock, patience)]));
	const drawers = new Drawers({ indexedDB: place.indexedDB, clock, random: noRandom });
	const people = await peopleIn(drawers);
	const isShared = person !== null && people.some((id) => id !== person);
	const left = await deleteAll(
		{ device, people: isShared ? [person] : people, isShared },
		clock,
		place.indexedDB
	);
	if (!isShared) await clearApp(place);
	else if (left.length === 0) await drawers.remove(person);
	clearMarks(place.marks, (name) => (name === begunMark ? left.length === 0 : !isShared));
	told?.close();
	if (left.length === 0) return { kind: 'wiped' };
	const secrets = left.some((name) => name.endsWith('/vault')) && emptied !== 'emptied';
	return { kind: 'left', databases: left, secrets };
}

async function peopleIn(drawers: Drawers): Promise<string[]> {
	const read = await drawers.there();
	return read.kind === 'drawers' ? read.drawers.map(({ id }) => id) : [];
}

/** No drawer is made here. */
function noRandom(length: number): Uint8Array {
	return new Uint8Array(length);
}

/** Answers whether its secrets are gone for certain. */
async function closeDevice(device: Device): Promise<'emptied' | 'not-emptied'> {
	await device.close().catch(() => undefined);
	const wiped = await device.vault.wipe();
	await device.platform.outbox.close().catch(() => undefined);
	return wiped.kind === 'stored' ? 'emptied' : 'not-emptied';
}

interface Meant {
	readonly device: Device | null;
	/** By their drawers. */
	readonly people: readonly string[];
	/** Somebody else's stays. */
	readonly isShared: boolean;
}

/** Twice: a tab that was just closing may have written once more. */
async function deleteAll(
	meant: Meant,
	clock: Clock,
	factory: IDBFactory | undefined
): Promise<readonly string[]> {
	if (!factory) return [];
	let left: readonly string[] = [];
	for (let round = 0; round < 2; round++) {
		const names = await databaseNames(meant, factory);
		const gone = await Promise.all(names.map((name) => deleteOne(factory, name, clock)));
		left = names.filter((_, i) => !gone[i]);
	}
	return left;
}

async function databaseNames({ device, people, isShared }: Meant, factory: IDBFactory): Promise<string[]> {
	const isMeant = (name: string) =>
		isShared
			? people.some((id) => name === underOf(id) || name.startsWith(`${underOf(id)}/`))
			: name.startsWith('roundtable');
	const listed = await listDatabases(factory);
	if (listed) return listed.filter(isMeant);
	const logs = device ? await logsOf(device) : [];
	const own = people.flatMap((id) => [
		underOf(id),
		vaultOf(id),
		...logs.map((log) => `${underOf(id)}/${log}`)
	]);
	return isShared ? own : [...own, drawersDatabase];
}

async function logsOf({ seats, keeping, platform }: Device): Promise<string[]> {
	const { caseLogs, homeLogs } = await import('./case-logs.ts');
	const logs = await Promise.all(
		seats.map(({ document }) => caseLogs(document, platform.outbox).catch(() => []))
	);
	if (keeping.document) logs.push(await homeLogs(keeping.document, platform.outbox).catch(() => []));
	return logs.flat();
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

function markBegun(marks: Storage | undefined, person: string | null): void {
	try {
		marks?.setItem(begunMark, person ?? everybody);
	} catch {
		// No room: then a wipe that is cut short is not finished by itself.
	}
}

function clearMarks(marks: Storage | undefined, isMeant: (name: string) => boolean): void {
	for (const name of Object.keys(marks ?? {})) {
		if (name.startsWith('roundtable') && isMeant(name)) marks?.removeItem(name);
	}
}

function after(clock: Clock, ms: number): Promise<void> {
	return new Promise((resolve) => clock.after(ms, resolve));
}

const thisPage = crypto.getRandomValues(new Uint32Array(4)).join('-');

export function browserPlace(): WipePlace {
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
