/** Which own entries a relay has acknowledged: "Sent to the team" is said when it has them all. */
export class Receipts {
	readonly #written = new Map<number, number>();
	readonly #stored = new Map<number, number>();

	/** Own entries of this strand exist below `count`. */
	wrote(client: number, count: number): void {
		this.#written.set(client, Math.max(count, this.#written.get(client) ?? 0));
	}

	/** Answers how many own entries of the strand a relay has, if that is more than before. */
	acknowledged(client: number, count: number): number | null {
		const written = this.#written.get(client);
		const before = this.#stored.get(client) ?? 0;
		if (written === undefined || count <= before) return null;
		this.#stored.set(client, count);
		return Math.min(count, written);
	}

	/** How many own entries of the strand a relay has. */
	stored(client: number): number {
		return this.#stored.get(client) ?? 0;
	}

	get unsent(): number {
		let unsent = 0;
		for (const [client, count] of this.#written) {
			unsent += Math.max(0, count - (this.#stored.get(client) ?? 0));
		}
		return unsent;
	}
}
