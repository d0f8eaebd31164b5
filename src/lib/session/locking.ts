/** Locks this device: by hand, by itself, and because another page did. */
import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import { lockRecord } from '#lib/vault/vault-indexeddb.ts';
import type { VaultLock } from '#lib/vault/vault-lock.ts';
import { AutoLock } from './auto-lock.ts';
import type { Device } from './device.ts';

export type { WayKind } from '#lib/vault/lock.ts';
export type { LockChanged, VaultLock } from '#lib/vault/vault-lock.ts';

/** Minutes after which it locks; 0 for never. */
export const lockTimes = [1, 5, 15, 60, 0] as const;
export type LockTime = (typeof lockTimes)[number];

/** The part of BroadcastChannel that is needed. */
type LockChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>;

type Told = { readonly kind: 'lock' } | { readonly kind: 'active'; readonly at: number };

export class Locking {
	readonly lock: VaultLock;
	readonly #device: Device;
	readonly #channel: LockChannel | null;
	readonly #auto: AutoLock;
	readonly #listeners = new Set<() => void>();
	readonly #locked = new Set<() => void>();
	#time: LockTime = 15;
	#notLocked = false;
	#work: Promise<Stored> | null = null;

	private constructor(device: Device, lock: VaultLock, channel: LockChannel | null) {
		this.#device = device;
		this.lock = lock;
		this.#channel = channel;
		this.#auto = new AutoLock(device.platform.clock, {
			active: (at) => this.#tell({ kind: 'active', at }),
			warned: () => this.#changed(),
			lock: () => void this.lockNow()
		});
		channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data));
		device.vault.onElsewhere((record) => {
			if (record === timeRecord) void this.#readTime();
			if (record === lockRecord) this.lockChanged();
		});
		lock.onRelocked(() => void this.#lockHere(true));
	}

	static async open(device: Device, lock: VaultLock, channel: LockChannel | null): Promise<Locking> {
		const locking = new Locking(device, lock, channel);
		await locking.#readTime();
		return locking;
	}

	get time(): LockTime {
		return this.#time;
	}

	/** When it locks, in ms since 1970, while that is about to be; else null. */
	get warning(): number | null {
		return this.#auto.warning;
	}

	/** It is being locked: what is typed from now on might be lost. */
	get busy(): boolean {
		return this.#work !== null;
	}

	/** It was to be locked and is not: something typed here could not be stored. */
	get notLocked(): boolean {
		return this.#notLocked;
	}

	/** Hears of a warning, of its end, and of another time. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Hears that this page is locked: the device is of no use any more. */
	onLocked(listener: () => void): () => void {
		this.#locked.add(listener);
		return () => this.#locked.delete(listener);
	}

	async setTime(time: LockTime): Promise<Stored> {
		this.#takeTime(time);
		return this.#device.note(timeRecord, utf8(String(time)));
	}

	/** A lock was set or taken away here. */
	lockChanged(): void {
		this.#takeTime(this.#time);
	}

	/** A key or a tap: somebody is there. */
	active(): void {
		if (this.lock.ways.length > 0) this.#auto.active();
	}

	/** The page is shown again, perhaps after a sleep. */
	look(): void {
		if (this.lock.ways.length > 0) this.#auto.look();
	}

	/** Every page of this browser. One that cannot store what was typed in it stays open, and says so. */
	lockNow(): Promise<Stored> {
		if (this.lock.ways.length === 0) return Promise.resolve({ kind: 'stored' });
		this.#tell({ kind: 'lock' });
		return this.#lockHere();
	}

	/** Lets go without locking. */
	close(): void {
		this.#auto.close();
		this.#channel?.close();
		this.#changed();
		this.#listeners.clear();
		this.#locked.clear();
	}

	/** `anyway`: the vault takes nothing more from this page. */
	#lockHere(anyway = false): Promise<Stored> {
		if (this.#work) return this.#work;
		this.#work = this.#lockDevice(anyway).finally(() => {
			this.#work = null;
			this.#changed();
		});
		this.#changed();
		return this.#work;
	}

	async #lockDevice(anyway: boolean): Promise<Stored> {
		const locked = await this.#device.lock(anyway);
		this.#notLocked = locked.kind === 'not-stored' && !anyway;
		if (this.#notLocked) {
			// Tried again after the same time.
			this.#takeTime(this.#time);
			return locked;
		}
		const listeners = [...this.#locked];
		this.close();
		for (const listener of listeners) listener();
		return locked;
	}

	#hear(told: unknown): void {
		const { kind, at } = (told ?? {}) as { kind?: unknown; at?: unknown };
		if (kind === 'lock' && this.lock.ways.length > 0) void this.#lockHere();
		if (kind === 'active' && typeof at === 'number') this.#auto.heard(at);
	}

	#tell(told: Told): void {
		this.#channel?.postMessage(told);
	}

	async #readTime(): Promise<void> {
		const read = await this.#device.vault.read(timeRecord);
		const minutes = read.kind === 'found' ? Number(fromUtf8(read.bytes)) : NaN;
		this.#takeTime(lockTimes.find((time) => time === minutes) ?? this.#time);
	}

	#takeTime(time: LockTime): void {
		this.#time = time;
		this.#auto.set(time === 0 || this.lock.ways.length === 0 ? null : time * 60_000);
		this.#changed();
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}

const timeRecord = 'lock-after';
