import { m } from '#lib/paraglide/messages.js';
import type { OldDeviceState } from '#lib/session/old-device.ts';

type Fault = Extract<OldDeviceState, { kind: 'over' }>['reason'];

/** What has come between two devices, and what to do now. */
export function faultWords(fault: Fault): { readonly title: string; readonly text: string } {
	switch (fault) {
		case 'time':
			return { title: m.link_over_time_title(), text: m.link_over_time_text() };
		case 'no-such-code':
			return { title: m.link_over_no_code_title(), text: m.link_over_no_code_text() };
		case 'not-the-same':
			return { title: m.link_over_differ_title(), text: m.link_over_differ_text() };
		case 'interfered':
			return { title: m.link_over_interfered_title(), text: m.link_over_interfered_text() };
		case 'busy':
			return { title: m.link_over_busy_title(), text: m.link_over_busy_text() };
		case 'unreachable':
			return { title: m.link_over_unreachable_title(), text: m.link_over_unreachable_text() };
		case 'already':
			return { title: m.link_over_already_title(), text: m.link_over_already_text() };
		case 'not-stored':
			return { title: m.link_over_not_stored_title(), text: m.link_over_not_stored_text() };
	}
}
