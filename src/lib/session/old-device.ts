/** This device, which has a home, lets another one in: the one that waits at a code that was scanned or typed here. */
import {
	encodeIntroduction,
	keepsCommitment,
	meetingKey,
	newIntroduction,
	readIntroduction,
	sealForMeeting,
	wordNumbers,
	type OwnIntroduction
} from '#lib/seal/meeting.ts';
import { sameBytes, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { MeetingPlace } from '#lib/wire/meeting.ts';
import { linkWords } from './link-words.ts';
import { LinkingProgress, type LinkingFault, type LinkingPlace } from './linking.ts';
import { within } from './within.ts';

export type OldDeviceState =
	| { readonly kind: 'looking' }
	| { readonly kind: 'comparing'; readonly words: readonly string[] }
	/** The other device is given its seat, and takes it as soon as its person has agreed there, too. */
	| { readonly kind: 'giving'; readonly words: readonly string[] }
	| { readonly kind: 'linked' }
	| { readonly kind: 'over'; readonly reason: LinkingFault | 'no-such-code' };

/** Where the other device waits, and by which key it must be known there, if that was seen in its code. */
export interface Meant {
	readonly place: Uint8Array;
	readonly publicKey: Uint8Array | null;
}

/** Long enough for a clock that is a little wrong. */
const inviteLife = 30 * 60_000;
/** How long what was given may take to reach the relay. */
const sendWithin = 15_000;
/** How long the other person may take to agree. */
const takeWithin = 120_000;

export class OldDevice extends LinkingProgress<OldDeviceState> {
	readonly #at: LinkingPlace;
	readonly #meant: Meant;
	readonly #me: OwnIntroduction;
	readonly #place: MeetingPlace;
	#key: Secret | null = null;
	#closed = false;

	constructor(at: LinkingPlace, meant: Meant) {
		super({ kind: 'looking' });
		this.#at = at;
		this.#meant = meant;
		const { clock, random } = at.device.platform;
		this.#me = newIntroduction(random);
		this.#place = new MeetingPlace({ clock, fetch: at.fetch }, at.device.relay, meant.place);
	}

	/** Ends when there are words to compare, or the state is 'over'. */
	run(): Promise<void> {
		return this.#meet().catch(() => this.#end('not-stored'));
	}

	/** The person says that both devices show the same words. Ends when the other device is linked, or the state is 'over'. */
	same(): Promise<void> {
		return this.#give().catch(() => this.#end('not-stored'));
	}

	/** The person says that the words differ. The other device hears of it. */
	async different(): Promise<void> {
		await this.#place.leave(3, new Uint8Array());
		this.#end('not-the-same');
	}

	/** The person has gone elsewhere. */
	close(): void {
		this.#closed = true;
		this.#place.close();
	}

	async #meet(): Promise<void> {
		const first = await this.#place.hear(0);
		if (first.kind !== 'message') return this.#end(first.kind === 'over' ? 'no-such-code' : first.kind);
		const left = await this.#place.leave(1, encodeIntroduction(this.#me));
		if (left !== 'left')
			return this.#end(left === 'taken' ? 'interfered' : left === 'over' ? 'no-such-code' : left);
		const shown = await this.#place.hear(2);
		if (shown.kind !== 'message') return this.#end(shown.kind === 'over' ? 'time' : shown.kind);
		const theirs = readIntroduction(shown.bytes);
		const isMeant = theirs && sameBytes(theirs.publicKey, this.#meant.publicKey ?? theirs.publicKey);
		if (!isMeant || !keepsCommitment(theirs, first.bytes)) return this.#end('interfered');
		const both = { newDevice: theirs, oldDevice: this.#me };
		this.#key = meetingKey(this.#me, theirs, both);
		if (!this.#key) return this.#end('interfered');
		const words = await linkWords(wordNumbers(both));
		if (!this.#closed) this.become({ kind: 'comparing', words });
	}

	async #give(): Promise<void> {
		const key = this.#key;
		if (this.state.kind !== 'comparing' || !key) return;
		this.become({ kind: 'giving', words: this.state.words });
		const { device } = this.#at;
		const before = device.home?.devices.length ?? 1;
		const invited = await device.keeping.invite(device.platform.clock.now() + inviteLife);
		if (invited?.kind !== 'invited') return this.#end('not-stored');
		const fault = await this.#handOver(invited.link, key, before);
		if (fault === null) return this.become({ kind: 'linked' });
		this.#end(fault);
		// Nobody is to come in by it later.
		await device.keeping.withdraw(invited.id);
	}

	/** Null when the other device is in. */
	async #handOver(link: string, key: Secret, before: number): Promise<LinkingFault | null> {
		const { device } = this.#at;
		const isSent = () => device.home?.document.status.kind === 'sent';
		if (!(await this.#until(sendWithin, isSent))) return 'unreachable';
		const left = await this.#place.leave(3, sealForMeeting(utf8(link), key));
		if (left === 'taken') return 'not-the-same';
		if (left !== 'left') return left === 'over' ? 'time' : left;
		const isIn = () => (device.home?.devices.length ?? 0) > before;
		return (await this.#until(takeWithin, isIn)) ? null : 'time';
	}

	#end(reason: LinkingFault | 'no-such-code'): void {
		if (!this.#closed) this.become({ kind: 'over', reason });
		this.close();
	}

	#until(patience: number, done: () => boolean): Promise<boolean> {
		const { device } = this.#at;
		return within(patience, done, (changed) => device.onChange(changed), device.platform.clock);
	}
}
