import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';

const record = 'quick-exit';

/** Whether whoever uses this device wants a way to leave at once. */
export class QuickExit {
	readonly #device: Device;
	readonly #listeners = new Set<() => void>();
	#on = false;

	private constructor(device: Device) {
		this.#device = device;
		device.vault.onElsewhere((name) => {
			if (name === record) void this.#read();
		});
	}

	static async open(device: Device): Promise<QuickExit> {
		const exit = new QuickExit(device);
		await exit.#read();
		return exit;
	}

	get on(): boolean {
		return this.#on;
	}

	/** Holds in this page also where it cannot be stored. */
	async turn(on: boolean): Promise<Stored> {
		const stored = await this.#device.note(record, utf8(on ? 'on' : 'off'));
		this.#take(on);
		return stored;
	}

	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async #read(): Promise<void> {
		const read = await this.#device.vault.read(record);
		this.#take(read.kind === 'found' && fromUtf8(read.bytes) === 'on');
	}

	#take(on: boolean): void {
		this.#on = on;
		for (const listener of this.#listeners) listener();
	}
}
