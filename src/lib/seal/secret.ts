/** Bytes that must never be printed: they show as <redacted> wherever they are turned into text. */
export class Secret {
	readonly #bytes: Uint8Array;
	#forgotten = false;

	/** Takes the bytes over: the caller keeps no copy. */
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** For cryptography and for the vault, nowhere else. Throws once forgotten: what is left would seal for everybody. */
	reveal(): Uint8Array {
		if (this.#forgotten) throw new Error('the secret is forgotten');
		return this.#bytes;
	}

	/** Overwrites the bytes; what is derived from them lives on until it is let go. */
	forget(): void {
		this.#forgotten = true;
		this.#bytes.fill(0);
	}

	toString(): string {
		return '<redacted>';
	}

	toJSON(): string {
		return '<redacted>';
	}
}
