/** Bytes that must never be printed: they show as <redacted> wherever they are turned into text. */
export class Secret {
	readonly #bytes: Uint8Array;

	/** Takes the bytes over: the caller keeps no copy. */
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** For cryptography and for the vault, nowhere else. */
	reveal(): Uint8Array {
		return this.#bytes;
	}

	/** Overwrites the bytes; what is derived from them lives on until it is let go. */
	forget(): void {
		this.#bytes.fill(0);
	}

	toString(): string {
		return '<redacted>';
	}

	toJSON(): string {
		return '<redacted>';
	}
}
