import { m } from '#lib/paraglide/messages.js';
import type { Device } from '#lib/session/device.ts';
import type { Seat } from '#lib/session/seats.ts';

/** The made-up case on this device, or a new one: there is never more than one. */
export async function openDemo(device: Device): Promise<Seat['document']> {
	const there = device.seats.find(({ madeUp }) => madeUp);
	if (there) return there.document;
	const today = new Date(device.platform.clock.now());
	return device.startDemo(device.name || m.welcome_demo_me(), localDay(today));
}

/** The calendar day where this device is. */
function localDay(at: Date): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
