import { createContext } from 'svelte';
import type { OpenedDevice } from '#lib/session/browser.ts';
import type { Device } from '#lib/session/device.ts';
import type { Locking } from '#lib/session/locking.ts';
import type { QuickExit } from '#lib/session/quick-exit.ts';
import type { Seat } from '#lib/session/seats.ts';
import { deviceKind } from '../devices/device-kind.ts';
import { Live } from '../live.ts';

export type DeviceStatus = { readonly kind: 'opening' } | OpenedDevice | { readonly kind: 'failed' };

/** This device as every page meets it: opened once, when the first page needs it. */
export class DeviceState {
	status: DeviceStatus = $state.raw({ kind: 'opening' });
	exit: QuickExit | null = $state.raw(null);
	#seats: Live<readonly Seat[]> | null = null;

	/** The session's code is loaded when the first page needs it, so that the first screen is light. */
	async open(): Promise<void> {
		try {
			const { openBrowserDevice } = await import('#lib/session/browser.ts');
			this.take(await openBrowserDevice());
		} catch {
			this.status = { kind: 'failed' };
		}
	}

	/** What has just been opened, or unlocked. */
	take(opened: OpenedDevice): void {
		this.status = opened;
		if (opened.kind !== 'device') return;
		opened.device.keeping.describe(deviceKind(navigator));
		opened.locking?.onLocked(() => this.#letGo());
		this.exit = opened.exit;
	}

	get locking(): Locking | null {
		return this.status.kind === 'device' ? this.status.locking : null;
	}

	get device(): Device | null {
		return this.status.kind === 'device' ? this.status.device : null;
	}

	/** Most recently opened first; follows what is joined, left and changed. */
	get seats(): readonly Seat[] {
		const { device } = this;
		if (!device) return [];
		this.#seats ??= new Live(
			() => device.seats,
			(changed) => device.onChange(changed)
		);
		return this.#seats.current;
	}

	/** Whatever shows something of a case goes; what is asked for anew finds the device locked. */
	#letGo(): void {
		this.#seats = null;
		this.exit = null;
		this.status = { kind: 'opening' };
		void this.open();
	}
}

export const [getDeviceState, setDeviceState] = createContext<DeviceState>();
