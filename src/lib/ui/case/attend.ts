import type { Case } from '#lib/session/case.ts';
import { keepSummary } from '#lib/session/caseload.ts';
import type { Device } from '#lib/session/device.ts';

/**
 * While a person is in a case: they sit at its table. Keeps what the list of cases shows up to date, and notes that they have looked when
 * they leave or hide the page. Returns how to stop, which counts as leaving.
 */
export function attend(device: Device, opened: Case, page: Document): () => void {
	const looked = (): void => void device.looked(opened);
	const hidden = (): void => {
		if (page.visibilityState === 'hidden') looked();
	};
	const releases = [opened.arrive(), keepSummary(device, opened)];
	page.addEventListener('visibilitychange', hidden);
	return () => {
		for (const release of releases) release();
		page.removeEventListener('visibilitychange', hidden);
		looked();
	};
}
