import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Device } from '#lib/session/device.ts';
import type { Seat } from '#lib/session/seats.ts';
import { localDay } from './local-day.ts';

/** The made-up case on this device, or a new one: there is never more than one. */
export async function openDemo(device: Device): Promise<Seat['document']> {
	const there = device.seats.find(({ madeUp }) => madeUp);
	if (there) return there.document;
	const today = localDay(device.platform.clock.now());
	return device.startDemo(device.name || m.welcome_demo_me(), today, getLocale());
}
