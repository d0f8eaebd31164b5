import { argon2id as stretch } from 'hash-wasm';
import type { Stretch } from './passphrase.ts';

/** Where it stands still for a second: for a worker, and for tests. */
export const argon2id = (
	password: Uint8Array,
	{ salt, memoryKiB, passes }: Parameters<Stretch>[1]
): Promise<Uint8Array> =>
	stretch({
		password,
		salt,
		memorySize: memoryKiB,
		iterations: passes,
		parallelism: 1,
		hashLength: 32,
		outputType: 'binary'
	});
