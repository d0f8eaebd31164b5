import { m } from '#lib/paraglide/messages.js';
import type { SaveStatus } from '#lib/session/status.ts';
import type { SaveState } from '../show/save-state.ts';

type Refusal = Extract<SaveStatus, { kind: 'refused' }>['reason'];
type Fault = Extract<SaveStatus, { kind: 'not-saved' }>['reason'];

/**
 * What the status line says.
 * @param kept false where all of it goes with the page: then nothing is said to be on this device.
 * @param alone the case lives on this device only: nothing is ever to be sent, and nothing is missing while offline.
 */
export function saveWords(status: SaveStatus, { alone, kept }: { alone: boolean; kept: boolean }): SaveState {
	switch (status.kind) {
		case 'refused':
			return { kind: 'problem', text: refusals[status.reason]() };
		case 'not-saved':
			return {
				kind: 'problem',
				text:
					status.sent && status.reason === 'refused'
						? m.case_not_saved_refused_sent()
						: faults[status.reason]()
			};
		case 'saved':
			if (!kept) return alone ? onlyHere() : { kind: 'saving' };
			return { kind: 'saved' };
		case 'offline':
			if (!kept) return onlyHere();
			return { kind: alone ? 'saved' : 'offline' };
		default:
			return { kind: status.kind };
	}
}

function onlyHere(): SaveState {
	return { kind: 'problem', text: m.nothing_only_here() };
}

const refusals: Record<Refusal, () => string> = {
	'not-a-reader': m.case_refused_not_a_reader,
	'invitation-over': m.case_refused_invitation_over,
	'seat-over': m.case_refused_seat_over,
	closed: m.case_refused_closed,
	token: m.case_refused_token
};

const faults: Record<Fault, () => string> = {
	full: m.case_not_saved_full,
	refused: m.case_not_saved_refused,
	wiped: m.case_not_saved_wiped,
	failed: m.case_not_saved_failed
};
