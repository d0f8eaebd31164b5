import type { Clock } from '#lib/clock.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';

/** How long nothing changes before the list of cases is brought up to date. */
const QUIET_MS = 1_500;

/**
 * While a person is in a case: they sit at its table. Keeps what the list of cases shows up to date, and notes that they have looked when
 * they leave or hide the page. Returns how to stop, which counts as leaving.
 */
export function attend(device: Device, opened: Case, page: Document, clock: Clock): () => void {
	let stop: (() => void) | undefined;
	const summarise = (): void => {
		stop?.();
		stop = clock.after(QUIET_MS, () => void device.summarise(opened));
	};
	const looked = (): void => {
		stop?.();
		// The case may just have been taken off this device.
		if (device.seat(opened.id)) void device.looked(opened);
	};
	const hidden = (): void => {
		if (page.visibilityState === 'hidden') looked();
	};
	const releases = [
		opened.arrive(),
		opened.onPlan(summarise),
		opened.onTalk(summarise),
		opened.onChange(summarise)
	];
	page.addEventListener('visibilitychange', hidden);
	summarise();
	return () => {
		for (const release of releases) release();
		page.removeEventListener('visibilitychange', hidden);
		looked();
	};
}
