import { createContext } from 'svelte';
import { systemClock } from '#lib/clock.ts';
import type { DeviceOfPerson, DeviceOpened, OpenedDevice, Who, Whose } from '#lib/session/browser.ts';
import type { Device } from '#lib/session/device.ts';
import type { Locking } from '#lib/session/locking.ts';
import type { Drawer } from '#lib/session/people-here.ts';
import type { QuickExit } from '#lib/session/quick-exit.ts';
import type { Seat } from '#lib/session/seats.ts';
import { deviceKind } from '../devices/device-kind.ts';
import { Live } from '../live.ts';
import { keepsNothing, markNothing } from './nothing-mark.ts';

export type DeviceStatus = { readonly kind: 'opening' } | OpenedDevice | { readonly kind: 'failed' };

/** This device as every page meets it: opened once, when the first page needs it. */
export class DeviceState {
	status: DeviceStatus = $state.raw({ kind: 'opening' });
	exit: QuickExit | null = $state.raw(null);
	#seats: Live<readonly Seat[]> | null = null;
	#stopWaiting: () => void = () => undefined;
	#wasLocked = false;
	#who: Who = keepsNothing() ? { kind: 'nobody' } : { kind: 'anyone' };

	/** The session's code is loaded when the first page needs it, so that the first screen is light. */
	async open(): Promise<void> {
		try {
			const { openBrowserDevice } = await import('#lib/session/browser.ts');
			this.take(await openBrowserDevice(systemClock, this.#who));
		} catch {
			this.status = { kind: 'failed' };
		}
	}

	/** What has just been opened, or unlocked. */
	take(opened: OpenedDevice): void {
		this.#stopWaiting();
		this.status = opened;
		if (opened.kind === 'locked') this.#openTogether(opened);
		if (opened.kind !== 'device') return;
		opened.device.keeping.describe(deviceKind(navigator));
		opened.locking?.onLocked(() => this.#letGo());
		this.exit = opened.exit;
	}

	/** Somebody has said who they are; or that it shall be asked again. */
	choose(who: Who): Promise<void> {
		this.#who = who;
		markNothing(who.kind === 'nobody');
		return this.#reopen();
	}

	/** This person locks theirs, and another one goes on. What could not be stored keeps it open, and that is told. */
	async handOver(who: Who): Promise<void> {
		const before = this.#who;
		this.#who = who;
		const locked = await this.locking?.lockNow();
		if (locked?.kind === 'not-stored') this.#who = before;
	}

	/** What is here goes on in memory only. False where that could not be done: then all is as it was. */
	async keepNothing(): Promise<boolean> {
		const { status } = this;
		if (status.kind !== 'device') return false;
		const { keepNothing } = await import('#lib/session/browser.ts');
		const opened = await keepNothing(status).catch(() => null);
		if (!opened) return false;
		this.#forget();
		this.#who = { kind: 'nobody' };
		markNothing(true);
		this.take(opened);
		return true;
	}

	/** The person whose lock was missing has set it. */
	lockIsSet(opened: DeviceOfPerson): void {
		opened.locking.lockChanged();
		this.take(opened);
	}

	/** Whose pages these are; null while nobody has said so. */
	get whose(): Whose | null {
		return this.status.kind === 'device' ? this.status.whose : null;
	}

	/** The drawer that is open, or that a lock keeps shut; null where there is only one person. */
	get sharedDrawer(): Drawer | null {
		const { status } = this;
		if (status.kind === 'locked') return status.isShared ? status.drawer : null;
		const whose = status.kind === 'lock-first' ? status.opened.whose : this.whose;
		return whose?.kind === 'person' && whose.isShared ? whose.drawer : null;
	}

	get locking(): Locking | null {
		return this.status.kind === 'device' ? this.status.locking : null;
	}

	get device(): Device | null {
		return this.status.kind === 'device' ? this.status.device : null;
	}

	/** In cases, the most recently opened first; follows what is joined, left and changed. */
	get seats(): readonly Seat[] {
		const { device } = this;
		if (!device) return [];
		this.#seats ??= new Live(
			() => device.cases,
			(changed) => device.onChange(changed)
		);
		return this.#seats.current;
	}

	/** Whatever shows something of a case goes; what is asked for anew finds the device locked. */
	#letGo(): void {
		this.#wasLocked = true;
		this.#forget();
		void this.open();
	}

	async #reopen(): Promise<void> {
		const { status } = this;
		this.#forget();
		const opened = status.kind === 'lock-first' ? status.opened : status;
		if (opened.kind === 'device') await this.#end(opened);
		await this.open();
	}

	/** Where nothing is to be kept and nothing was begun, not even an empty vault stays. */
	async #end({ device, whose, locking }: DeviceOpened): Promise<void> {
		const isEmpty = whose.kind === 'person' && device.seats.length === 0 && locking?.lock.ways.length === 0;
		locking?.close();
		if (isEmpty && this.#who.kind === 'nobody') {
			const { wipeKept } = await import('#lib/session/keep-nothing.ts');
			await wipeKept(device, systemClock, whose.drawer.id);
		}
		await device.lock(true);
	}

	/** A page that was locked here waits for its person; a page that is opened anew joins those that are open. */
	#openTogether({ locked }: Extract<OpenedDevice, { kind: 'locked' }>): void {
		this.#stopWaiting = locked.openWith(!this.#wasLocked, (device) => this.take(device));
	}

	#forget(): void {
		this.#stopWaiting();
		this.#seats = null;
		this.exit = null;
		this.status = { kind: 'opening' };
	}
}

export const [getDeviceState, setDeviceState] = createContext<DeviceState>();
