import { expect, it } from 'vitest';
import { naclVerify } from '#lib/seal/verify.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { threadedVerify } from './verify.ts';

it('answers as the devices do', async () => {
	const verify = threadedVerify();
	const keys = await memberKeys(new Secret(new Uint8Array(32).fill(4)), undefined);
	const message = new Uint8Array(60).fill(9);
	const signature = await keys.sign(message);
	const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
	const cases: [Uint8Array, Uint8Array, Uint8Array][] = [
		[keys.publicKey, message, signature],
		[changed(keys.publicKey, 3), message, signature],
		[keys.publicKey, changed(message, 0), signature],
		[keys.publicKey, message, changed(signature, 1)],
		[keys.publicKey, message, changed(signature, 40)],
		[new Uint8Array(32), message, signature],
		[keys.publicKey.slice(1), message, signature],
		[keys.publicKey, message, signature.slice(1)],
		[new Uint8Array(32).fill(255), message, new Uint8Array(64).fill(255)]
	];
	for (const [author, said, signed] of cases) {
		expect(await verify(author, said, signed)).toBe(await naclVerify(author, said, signed));
	}
	expect(await verify(keys.publicKey, message, signature)).toBe(true);
});
