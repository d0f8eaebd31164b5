import type { Device } from '#lib/session/device.ts';
import type { LinkingPlace } from '#lib/session/linking.ts';

export function placeOf(device: Device): LinkingPlace {
	return { device, fetch: (url, init) => fetch(url, init) };
}
