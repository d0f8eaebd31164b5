/** Opening a lock, and making what opens it: each asks the person, or takes their passphrase. */
import type { Random } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { openSlot, sealSlot, slotOf, type Lock, type Slot } from './lock.ts';
import type { Passkeys } from './passkeys.ts';
import { newPassphraseWay, passphraseSecret, type Stretch } from './passphrase.ts';

export interface LockTools {
	readonly random: Random;
	readonly stretch: Stretch;
	readonly passkeys: Passkeys;
}

export type Proof =
	{ readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'passkey' };

/** What shall open it; a passkey is listed by its name in the browser. */
export type Wanted =
	| { readonly kind: 'passphrase'; readonly passphrase: string }
	| { readonly kind: 'passkey'; readonly name: string };

export type NotOpened =
	/** A wrong passphrase, or another passkey's secret. */
	| { readonly kind: 'wrong' }
	| { readonly kind: 'cancelled' }
	/** A passkey that can be used here and gives no secret. */
	| { readonly kind: 'no-secret' }
	/** No memory, no worker, no passkeys in this browser. */
	| { readonly kind: 'not-possible' };

export async function openLock(
	lock: Lock,
	proof: Proof,
	tools: LockTools,
	signal: AbortSignal
): Promise<{ readonly kind: 'key'; readonly key: Secret } | NotOpened> {
	const slot = slotOf(lock, proof.kind);
	if (!slot) return { kind: 'not-possible' };
	const given = await secretFor(slot, proof, tools, signal);
	if (given.kind !== 'secret') return given;
	const key = openSlot(slot, given.secret);
	given.secret.forget();
	return key ? { kind: 'key', key: new Secret(key) } : { kind: 'wrong' };
}

export async function newSlot(
	wanted: Wanted,
	key: Secret,
	tools: LockTools,
	signal: AbortSignal
): Promise<{ readonly kind: 'slot'; readonly slot: Slot } | NotOpened> {
	const made = await newWay(wanted, tools, signal);
	if (made.kind !== 'made') return made;
	const slot = sealSlot(made.way, made.secret, key, tools.random);
	made.secret.forget();
	return { kind: 'slot', slot };
}

type Given = { readonly kind: 'secret'; readonly secret: Secret } | NotOpened;

async function secretFor({ way }: Slot, proof: Proof, tools: LockTools, signal: AbortSignal): Promise<Given> {
	if (way.kind === 'passkey') return tools.passkeys.use(way, signal);
	if (proof.kind !== 'passphrase') return { kind: 'not-possible' };
	return orNot(signal, async () => ({
		kind: 'secret',
		secret: await passphraseSecret(proof.passphrase, way, tools.stretch, signal)
	}));
}

async function newWay(wanted: Wanted, { passkeys, random, stretch }: LockTools, signal: AbortSignal) {
	if (wanted.kind === 'passkey') return passkeys.make(wanted.name, signal);
	const way = newPassphraseWay(random);
	return orNot(signal, async () => {
		const secret = await passphraseSecret(wanted.passphrase, way, stretch, signal);
		return { kind: 'made' as const, way, secret };
	});
}

async function orNot<T>(signal: AbortSignal, make: () => Promise<T>): Promise<T | NotOpened> {
	try {
		return await make();
	} catch {
		return { kind: signal.aborted ? 'cancelled' : 'not-possible' };
	}
}
