import type { Clock } from '#lib/clock.ts';

/** Whether it has become true within this time, in ms; looked at whenever `listen` hears of a change. */
export function within(
	patience: number,
	done: () => boolean,
	listen: (changed: () => void) => () => void,
	clock: Clock
): Promise<boolean> {
	return new Promise((resolve) => {
		const end = (came: boolean) => {
			stopListening();
			stopWaiting();
			resolve(came);
		};
		const stopListening = listen(() => done() && end(true));
		const stopWaiting = clock.after(patience, () => end(false));
		if (done()) end(true);
	});
}
