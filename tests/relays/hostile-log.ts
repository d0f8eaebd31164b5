/** What a hostile relay holds of one sealed log: any bytes in any place, and who brought them. */
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { Placed } from '#lib/wire/frame-struct.ts';

export interface Kept extends Placed {
	/** The reader who pushed it; null for what the relay made up. */
	readonly from: MemberId | null;
}

export class HostileLog {
	#strands = new Map<number, Kept[]>();

	/** Appends what follows on; answers what was new. A taken place stays taken, as in any Yjs document. */
	take(placed: readonly Placed[], from: MemberId | null): Kept[] {
		const added: Kept[] = [];
		for (const { client, seq, bytes } of placed) {
			const strand = this.#strand(client);
			if (seq !== strand.length) continue;
			const kept = { client, seq, bytes, from };
			strand.push(kept);
			added.push(kept);
		}
		return added;
	}

	/** Puts bytes into a place, over what stands there. */
	overwrite({ client, seq, bytes }: Placed): void {
		this.#strand(client)[seq] = { client, seq, bytes, from: null };
	}

	/** Forgets a strand from `seq` on. */
	cut(client: number, seq = 0): void {
		this.#strands.set(client, this.strand(client).slice(0, seq));
	}

	clear(): void {
		this.#strands.clear();
	}

	strand(client: number): readonly Kept[] {
		return this.#strands.get(client) ?? [];
	}

	get all(): Kept[] {
		return [...this.#strands.values()].flat();
	}

	get counts(): Map<number, number> {
		return new Map([...this.#strands].map(([client, strand]) => [client, strand.length]));
	}

	copy(): HostileLog {
		const copy = new HostileLog();
		copy.#strands = new Map([...this.#strands].map(([client, strand]) => [client, [...strand]]));
		return copy;
	}

	#strand(client: number): Kept[] {
		const strand = this.#strands.get(client) ?? [];
		this.#strands.set(client, strand);
		return strand;
	}
}
