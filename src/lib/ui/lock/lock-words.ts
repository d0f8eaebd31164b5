import { m } from '#lib/paraglide/messages.js';
import type { LockChanged, LockTime } from '#lib/session/locking.ts';

export type LockFault = Exclude<LockChanged, { kind: 'stored' }>['kind'];

const faults: Record<LockFault, () => string> = {
	wrong: m.lock_fault_wrong,
	cancelled: m.lock_fault_cancelled,
	'no-secret': m.lock_fault_no_secret,
	'not-possible': m.lock_fault_not_possible,
	'not-stored': m.lock_fault_not_stored
};

export function lockFaultWords(fault: LockFault): string {
	return faults[fault]();
}

export function lockTimeWords(time: LockTime): string {
	return time === 0 ? m.lock_auto_never() : m.lock_minutes({ count: time });
}
