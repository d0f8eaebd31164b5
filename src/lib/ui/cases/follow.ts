import type { Device } from '#lib/session/device.ts';

/** Keeps the list up to date with what others change, until the returned function is called. */
export function follow(device: Device): () => void {
	let stop: (() => void) | undefined;
	let over = false;
	void import('#lib/session/caseload.ts').then(({ followCases }) => {
		if (!over) stop = followCases(device);
	});
	return () => {
		over = true;
		stop?.();
	};
}
