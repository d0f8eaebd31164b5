/** The relay's meeting places without a network: what a device fetches there. Somebody in between may answer in its stead. */
import type { MeetingNetwork } from '#lib/wire/meeting.ts';
import { Meetings } from '../../server/meetings.ts';
import type { HandClock } from './hand-clock.ts';

/** May change what is left, or what is read. */
export interface Between {
	leaving?(place: string, number: number, bytes: Uint8Array): Uint8Array;
	reading?(place: string, number: number, bytes: Uint8Array | null): Uint8Array | null;
}

export class MeetingRelay {
	readonly #meetings: Meetings;
	isReachable = true;

	constructor(clock: HandClock) {
		this.#meetings = new Meetings(clock);
	}

	/** As one device reaches it. */
	through(between: Between = {}): MeetingNetwork['fetch'] {
		return async (url, init) => {
			if (!this.isReachable) throw new TypeError('fetch failed');
			const [, place = '', digit] = /\/relay\/meeting\/([\w-]+)\/(\d)$/.exec(url) ?? [];
			const number = Number(digit);
			if (init?.method === 'POST') {
				const bytes = init.body as Uint8Array;
				const left = this.#meetings.leave(place, number, between.leaving?.(place, number, bytes) ?? bytes);
				return new Response(null, { status: { left: 200, taken: 409, over: 404, full: 429 }[left] });
			}
			const held = this.#meetings.read(place, number);
			if (held === 'over') return new Response(null, { status: 404 });
			const bytes = between.reading ? between.reading(place, number, held) : held;
			return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 204 });
		};
	}
}
