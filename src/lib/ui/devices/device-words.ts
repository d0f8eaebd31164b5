import type { DeviceKind } from '#lib/casedoc/home.ts';
import { addDays, type IsoDate } from '#lib/domain/date.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Delay } from '#lib/session/renewing.ts';
import { dayWords } from '../words/days.ts';

export function kindWords(kind: DeviceKind | null): string {
	const words = { phone: m.devices_phone, tablet: m.devices_tablet, computer: m.devices_computer };
	return kind ? words[kind]() : m.devices_some();
}

/** Why a case has no new keys yet, after a device was lost. */
export function delayWords(delay: Delay | null): string {
	const words = {
		unreachable: m.devices_renew_unreachable,
		elsewhere: m.devices_renew_elsewhere,
		'not-here': m.devices_renew_not_here,
		suspended: m.devices_renew_suspended
	};
	return delay ? words[delay]() : m.devices_renew_next();
}

/** The name that its person gave it, and else what it is. */
export function deviceName({
	name,
	kind
}: {
	readonly name: string;
	readonly kind: DeviceKind | null;
}): string {
	return name.trim() || kindWords(kind);
}

export function lastUseWords(day: IsoDate | null, today: IsoDate): string {
	if (day === null) return m.devices_not_used();
	if (day >= today) return m.devices_used_today();
	if (day === addDays(today, -1)) return m.devices_used_yesterday();
	return m.devices_used_on({ date: dayWords(day, today) });
}
