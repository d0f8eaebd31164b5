import { sameBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import type { KeyInForce } from '#lib/roster/skeleton-parts.ts';
import { combinedKey } from '#lib/seal/combined-key.ts';
import type { ChannelKey } from '#lib/seal/keys.ts';

/** The channel keys that this device has been given for one sealed document. */
export class Keyring {
	readonly #keys: ChannelKey[] = [];
	/** Made from keys that were given; never handed on. */
	readonly #made: ChannelKey[] = [];

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

	/** The key in force: one that was given, or, after rotations stated at once, the one made from all of theirs. */
	inForce({ channel, epoch, keyId, parts }: KeyInForce): ChannelKey | undefined {
		if (!parts) return this.find(channel, epoch, keyId);
		const known = this.#made.find(({ id }) => sameBytes(id, keyId));
		if (known) return known;
		const given = parts.flatMap((part) => this.#keys.find((key) => sameBytes(key.id, part)) ?? []);
		const made = given.length === parts.length ? combinedKey(given) : null;
		if (made) this.#made.push(made);
		return made ?? undefined;
	}

	get all(): readonly ChannelKey[] {
		return this.#keys;
	}

	/** Overwrites every key. */
	forget(): void {
		for (const { key } of [...this.#keys, ...this.#made]) key.forget();
		this.#keys.length = 0;
		this.#made.length = 0;
	}
}
