import type { Device } from '#lib/session/device.ts';
import type { Seat } from '#lib/session/seats.ts';

/** How often it is asked again while something waits: nobody tells when a relay has taken it. */
const AGAIN_MS = 3_000;

/** Which cases hold something that no relay has yet. */
export class Waiting {
	#cases = $state.raw<ReadonlySet<Seat['document']> | null>(null);

	/** Null while it is not known yet. */
	has(seat: Seat): boolean | null {
		return this.#cases?.has(seat.document) ?? null;
	}

	/** Looks until the returned function is called. */
	watch(device: Device): () => void {
		let stop: (() => void) | undefined;
		let over = false;
		const look = async (): Promise<void> => {
			const { waitingCases } = await import('#lib/session/caseload.ts');
			const waiting = await waitingCases(device);
			if (over) return;
			this.#cases = waiting;
			stop = device.platform.clock.after(AGAIN_MS, () => void look());
		};
		void look();
		return () => {
			over = true;
			stop?.();
		};
	}
}
