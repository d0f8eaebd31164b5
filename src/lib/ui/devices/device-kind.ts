import type { DeviceKind } from '#lib/casedoc/home.ts';

/** What a browser says of the thing that it runs on. A guess, by which people tell their devices apart until they have named them. */
export function deviceKind({
	userAgent,
	maxTouchPoints
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): DeviceKind {
	// An iPad says that it is a Mac; no Mac has a screen to touch.
	if (/iPad|Tablet/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'tablet';
	if (/Android/.test(userAgent)) return /Mobile/.test(userAgent) ? 'phone' : 'tablet';
	return /iPhone|Mobile/.test(userAgent) ? 'phone' : 'computer';
}
