import type { Device } from './device.ts';

/** Hears whether anything written in the open cases has not reached a relay yet. The answer stops listening. */
export function onUnsent(device: Device, tell: (unsent: boolean) => void): () => void {
	const stops = new Map<unknown, () => void>();
	let isOver = false;
	const look = async () => {
		const cases = await device.opened();
		if (isOver) return;
		for (const { document } of cases)
			if (!stops.has(document))
				stops.set(
					document,
					document.onChange(() => void look())
				);
		tell(cases.some(({ document, seat }) => seat.relays.length > 0 && document.unsent));
	};
	const stop = device.onChange(() => void look());
	void look();
	return () => {
		isOver = true;
		stop();
		for (const each of stops.values()) each();
	};
}
