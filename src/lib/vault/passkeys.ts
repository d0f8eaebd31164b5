/** Passkeys that give a secret (WebAuthn Level 3 §10.1.4, the PRF extension): a device's own lock, or a key on a ring, opens the vault. */
import type { Random } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { PasskeyWay } from './lock.ts';

export type PasskeyRefused =
	/** The person stopped it, or let it time out; or there is no such passkey here: browsers do not say which. */
	| { readonly kind: 'cancelled' }
	/** This passkey gives no secret. */
	| { readonly kind: 'no-secret' }
	| { readonly kind: 'not-possible' };

export type UsedPasskey = { readonly kind: 'secret'; readonly secret: Secret } | PasskeyRefused;
export type MadePasskey =
	{ readonly kind: 'made'; readonly way: PasskeyWay; readonly secret: Secret } | PasskeyRefused;

export interface Passkeys {
	/** Whether one can be made here that gives a secret, as far as the browser tells. */
	offered(): Promise<boolean>;
	make(name: string, signal: AbortSignal): Promise<MadePasskey>;
	use(way: PasskeyWay, signal: AbortSignal): Promise<UsedPasskey>;
}

/** What a browser has to offer; either is missing in older ones. */
export interface PasskeyPlace {
	readonly credentials: CredentialsContainer | undefined;
	readonly capabilities: (() => Promise<Record<string, boolean | undefined>>) | undefined;
	readonly random: Random;
}

export class BrowserPasskeys implements Passkeys {
	readonly #place: PasskeyPlace;

	constructor(place: PasskeyPlace) {
		this.#place = place;
	}

	async offered(): Promise<boolean> {
		const { credentials, capabilities } = this.#place;
		if (!credentials || !capabilities) return false;
		try {
			return (await capabilities())['extension:prf'] === true;
		} catch {
			return false;
		}
	}

	async make(name: string, signal: AbortSignal): Promise<MadePasskey> {
		const salt = this.#random(32);
		const made = await this.#asked((credentials) =>
			credentials.create({
				signal,
				publicKey: {
					rp: { name: 'Roundtable' },
					user: { id: this.#random(16), name, displayName: name },
					challenge: this.#random(32),
					pubKeyCredParams: [
						{ type: 'public-key', alg: -7 },
						{ type: 'public-key', alg: -257 }
					],
					authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
					extensions: { prf: { eval: { first: salt } } }
				}
			})
		);
		if (made.kind !== 'credential') return made;
		const { prf } = made.credential.getClientExtensionResults();
		const way: PasskeyWay = { kind: 'passkey', credential: new Uint8Array(made.credential.rawId), salt };
		if (prf?.results) return { kind: 'made', way, secret: secretOf(prf.results.first) };
		if (!prf?.enabled) return { kind: 'no-secret' };
		// Many give the secret only when they are used.
		const used = await this.use(way, signal);
		return used.kind === 'secret' ? { kind: 'made', way, secret: used.secret } : used;
	}

	async use({ credential, salt }: PasskeyWay, signal: AbortSignal): Promise<UsedPasskey> {
		const used = await this.#asked((credentials) =>
			credentials.get({
				signal,
				publicKey: {
					challenge: this.#random(32),
					allowCredentials: [{ type: 'public-key', id: credential as Uint8Array<ArrayBuffer> }],
					userVerification: 'required',
					extensions: { prf: { eval: { first: salt as Uint8Array<ArrayBuffer> } } }
				}
			})
		);
		if (used.kind !== 'credential') return used;
		const results = used.credential.getClientExtensionResults().prf?.results;
		return results ? { kind: 'secret', secret: secretOf(results.first) } : { kind: 'no-secret' };
	}

	async #asked(
		ask: (credentials: CredentialsContainer) => Promise<Credential | null>
	): Promise<{ readonly kind: 'credential'; readonly credential: PublicKeyCredential } | PasskeyRefused> {
		const { credentials } = this.#place;
		if (!credentials) return { kind: 'not-possible' };
		try {
			const credential = await ask(credentials);
			if (credential?.type !== 'public-key') return { kind: 'not-possible' };
			return { kind: 'credential', credential: credential as PublicKeyCredential };
		} catch (error) {
			const stopped = error instanceof DOMException && /^(NotAllowed|Abort)Error$/.test(error.name);
			return { kind: stopped ? 'cancelled' : 'not-possible' };
		}
	}

	#random(length: number): Uint8Array<ArrayBuffer> {
		return this.#place.random(length) as Uint8Array<ArrayBuffer>;
	}
}

function secretOf(bytes: BufferSource): Secret {
	return new Secret(
		bytes instanceof ArrayBuffer
			? new Uint8Array(bytes)
			: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	);
}
