import { createContext } from 'svelte';
import type { OpenedDevice } from '#lib/session/browser.ts';
import type { Device } from '#lib/session/device.ts';
import type { Seat } from '#lib/session/seats.ts';
import { deviceKind } from '../devices/device-kind.ts';
import { Live } from '../live.ts';

export type DeviceStatus = { readonly kind: 'opening' } | OpenedDevice | { readonly kind: 'failed' };

/** This device as every page meets it: opened once, when the first page needs it. */
export class DeviceState {
	status: DeviceStatus = $state.raw({ kind: 'opening' });
	#seats: Live<readonly Seat[]> | null = null;

	/** The session's code is loaded when the first page needs it, so that the first screen is light. */
	async open(): Promise<void> {
		try {
			const { openBrowserDevice } = await import('#lib/session/browser.ts');
			this.status = await openBrowserDevice();
			this.device?.keeping.describe(deviceKind(navigator));
		} catch {
			this.status = { kind: 'failed' };
		}
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
}

export const [getDeviceState, setDeviceState] = createContext<DeviceState>();
