import type { Random } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { argon2id } from '#lib/vault/argon2id.ts';
import type { LockTools } from '#lib/vault/opening.ts';
import type { Passkeys } from '#lib/vault/passkeys.ts';

/** Argon2id itself, at what a test can wait for, and a device whose passkey is always at hand. */
export function testLockTools(random: Random, passkeys: Passkeys = handyPasskeys(random)): LockTools {
	return {
		random,
		stretch: async (passphrase, { salt }, signal) => {
			signal.throwIfAborted();
			return argon2id(passphrase, { salt, memoryKiB: 64, passes: 1 });
		},
		passkeys
	};
}

function handyPasskeys(random: Random): Passkeys {
	const inside = random(32);
	const secretOf = (salt: Uint8Array) => new Secret(hash('roundtable/key/1', inside, salt));
	return {
		offered: async () => true,
		make: async () => {
			const salt = random(32);
			const way = { kind: 'passkey', credential: random(16), salt } as const;
			return { kind: 'made', way, secret: secretOf(salt) };
		},
		use: async ({ salt }) => ({ kind: 'secret', secret: secretOf(salt) })
	};
}
