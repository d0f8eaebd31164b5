/**
 * Places where two devices of one person can meet: a few short messages, each left once, in order, for two minutes. In memory only, and
 * blind: whoever knows a place's name may read and leave.
 */
import type { Clock } from '#lib/clock.ts';

/** Milliseconds after the latest message. */
export const meetingLife = 120_000;
const mostMeetings = 10_000;
const mostMessages = 4;
export const longestMeetingMessage = 1024;

interface Meeting {
	readonly messages: readonly Uint8Array[];
	readonly at: number;
}

export type Left = 'left' | 'taken' | 'over' | 'full';

export class Meetings {
	readonly #clock: Clock;
	/** The longest silent first. */
	readonly #meetings = new Map<string, Meeting>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Message 0 opens a place. */
	leave(name: string, number: number, bytes: Uint8Array): Left {
		this.#forgetOver();
		const meeting = this.#meetings.get(name);
		if (!meeting) return number === 0 ? this.#open(name, bytes) : 'over';
		if (meeting.messages.length !== number || number >= mostMessages) return 'taken';
		this.#meetings.delete(name);
		this.#meetings.set(name, { messages: [...meeting.messages, bytes], at: this.#clock.now() });
		return 'left';
	}

	/** Null while nobody has left this message. */
	read(name: string, number: number): Uint8Array | null | 'over' {
		this.#forgetOver();
		const meeting = this.#meetings.get(name);
		return meeting ? (meeting.messages[number] ?? null) : 'over';
	}

	#open(name: string, bytes: Uint8Array): Left {
		if (this.#meetings.size >= mostMeetings) return 'full';
		this.#meetings.set(name, { messages: [bytes], at: this.#clock.now() });
		return 'left';
	}

	#forgetOver(): void {
		const over = this.#clock.now() - meetingLife;
		for (const [name, { at }] of this.#meetings) {
			if (at > over) return;
			this.#meetings.delete(name);
		}
	}
}
