/**
 * Who keeps things in this browser. Each person has a drawer: databases whose names begin with one random id, and a lock of its own.
 * The list is not sealed, since it is shown before anything is unlocked: nothing stands in it but what each wrote for the others to see.
 */
import type { Clock } from '#lib/clock.ts';
import { toText } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';
import { faultOf, inTime, ofRequest, ofTransaction, openingError } from './indexeddb.ts';
import type { NotRead, Stored } from './vault.ts';

export interface Drawer {
	/** Random; also decides on the sign that is shown beside the label. */
	readonly id: string;
	/** 1 for the first person of this browser. */
	readonly number: number;
	/** As its person wrote it; may be empty. */
	readonly label: string;
}

export type DrawersRead = { readonly kind: 'drawers'; readonly drawers: readonly Drawer[] } | NotRead;

export interface DrawersPlace {
	readonly indexedDB: IDBFactory | undefined;
	readonly random: Random;
	readonly clock: Clock;
}

export const drawersDatabase = 'roundtable-drawers';

/** What the names of its databases begin with. */
export function underOf(id: string): string {
	return `roundtable/${id}`;
}

export function vaultOf(id: string): string {
	return `${underOf(id)}/vault`;
}

export function newDrawerId(random: Random): string {
	return toText(random(16));
}

export class Drawers {
	readonly #place: DrawersPlace;

	constructor(place: DrawersPlace) {
		this.#place = place;
	}

	/** In the order in which their people came; the first one is made when somebody first looks. */
	async all(): Promise<DrawersRead> {
		return this.#reading(async (database) => {
			const there = await listed(database.transaction(store));
			return there.length > 0 ? there : this.#first(database);
		});
	}

	/** Makes none. */
	async there(): Promise<DrawersRead> {
		return this.#reading((database) => listed(database.transaction(store)));
	}

	async add(id: string, label: string): Promise<Stored> {
		return this.#storing(async (database) => {
			const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
			const numbers = (await listed(transaction)).map(({ number }) => number);
			transaction.objectStore(store).put({ id, number: Math.max(0, ...numbers) + 1, label });
			await ofTransaction(transaction);
		});
	}

	put(drawer: Drawer): Promise<Stored> {
		return this.#storing(async (database) => {
			const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
			transaction.objectStore(store).put(drawer);
			await ofTransaction(transaction);
		});
	}

	remove(id: string): Promise<Stored> {
		return this.#storing(async (database) => {
			const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
			transaction.objectStore(store).delete(id);
			await ofTransaction(transaction);
		});
	}

	/** Where only the list is gone, the drawers are found by their databases. Of pages that open at once, the first makes it. */
	async #first(database: IDBDatabase): Promise<Drawer[]> {
		const ids = await this.#orphans();
		if (ids.length === 0) ids.push(newDrawerId(this.#place.random));
		const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
		const there = await listed(transaction);
		if (there.length > 0) return there;
		const made = ids.map((id, index) => ({ id, number: index + 1, label: '' }));
		for (const drawer of made) transaction.objectStore(store).put(drawer);
		await ofTransaction(transaction);
		return made;
	}

	async #orphans(): Promise<string[]> {
		const { indexedDB: factory } = this.#place;
		if (!factory || !('databases' in factory)) return [];
		const names = (await factory.databases()).map(({ name }) => name ?? '');
		return names.flatMap((name) => /^roundtable\/([\w-]{22})\/vault$/.exec(name)?.[1] ?? []).sort();
	}

	async #reading(read: (database: IDBDatabase) => Promise<Drawer[]>): Promise<DrawersRead> {
		try {
			return { kind: 'drawers', drawers: await this.#with(read) };
		} catch (error) {
			return { kind: 'not-read', reason: faultOf(error) };
		}
	}

	async #storing(change: (database: IDBDatabase) => Promise<void>): Promise<Stored> {
		try {
			await this.#with(change);
			return { kind: 'stored' };
		} catch (error) {
			return { kind: 'not-stored', reason: faultOf(error) };
		}
	}

	/** Let go of at once: nobody who wipes waits for it. */
	async #with<T>(use: (database: IDBDatabase) => Promise<T>): Promise<T> {
		const database = await this.#open();
		try {
			return await use(database);
		} finally {
			database.close();
		}
	}

	async #open(): Promise<IDBDatabase> {
		const { indexedDB: factory, clock } = this.#place;
		if (!factory) throw new DOMException('no IndexedDB', 'NotAllowedError');
		try {
			const request = factory.open(drawersDatabase, 1);
			request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' });
			return await inTime(request, clock);
		} catch (error) {
			throw openingError(error);
		}
	}
}

const store = 'drawers';

async function listed(transaction: IDBTransaction): Promise<Drawer[]> {
	const found: unknown[] = await ofRequest(transaction.objectStore(store).getAll());
	return found.filter(isDrawer).sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
}

function isDrawer(found: unknown): found is Drawer {
	const { id, number, label } = (found ?? {}) as { id?: unknown; number?: unknown; label?: unknown };
	return typeof id === 'string' && typeof number === 'number' && typeof label === 'string';
}
