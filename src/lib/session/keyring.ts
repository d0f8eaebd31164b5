import { sameBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import type { ChannelKey } from '#lib/seal/keys.ts';

/** The channel keys that this device has been given for one sealed document. */
export class Keyring {
	readonly #keys: ChannelKey[] = [];

	/** True if the key is new here. */
	add(key: ChannelKey): boolean {
		if (this.find(key.channel, key.epoch, key.id)) return false;
		this.#keys.push(key);
		return true;
	}

	find(channel: ChannelName, epoch: number, keyId: Uint8Array): ChannelKey | undefined {
		return this.#keys.find(
			(key) => key.channel === channel && key.epoch === epoch && sameBytes(key.id, keyId)
		);
	}

	get all(): readonly ChannelKey[] {
		return this.#keys;
	}

	/** Overwrites every key. */
	forget(): void {
		for (const { key } of this.#keys) key.forget();
		this.#keys.length = 0;
	}
}
