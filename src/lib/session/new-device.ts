/** This device becomes one of a person's devices: it says where it can be met, and takes the seat that another one gives it. */
import {
	commitment,
	encodeIntroduction,
	meetingKey,
	newIntroduction,
	openFromMeeting,
	readIntroduction,
	wordNumbers,
	type OwnIntroduction
} from '#lib/seal/meeting.ts';
import { fromUtf8 } from '#lib/seal/frame-bytes.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { MeetingPlace, type Left } from '#lib/wire/meeting.ts';
import { placeLength, writeCode, writeQr } from './link-code.ts';
import { linkWords } from './link-words.ts';
import { LinkingProgress, type LinkingFault, type LinkingPlace } from './linking.ts';

export type NewDeviceState =
	| { readonly kind: 'opening' }
	/** `qr`: the text of the code to scan. */
	| { readonly kind: 'waiting'; readonly code: string; readonly qr: string }
	/** `agreed`: this person has said here that the words are the same. */
	| { readonly kind: 'comparing'; readonly words: readonly string[]; readonly agreed: boolean }
	| { readonly kind: 'entering' }
	| { readonly kind: 'linked' }
	| { readonly kind: 'over'; readonly reason: LinkingFault };

const mostTries = 3;

export class NewDevice extends LinkingProgress<NewDeviceState> {
	readonly #at: LinkingPlace;
	readonly #name: string;
	readonly #me: OwnIntroduction;
	#place: MeetingPlace | null = null;
	#agree: (() => void) | null = null;

	/** `name`: what the other devices call this one. */
	constructor(at: LinkingPlace, name: string) {
		super({ kind: 'opening' });
		this.#at = at;
		this.#name = name;
		this.#me = newIntroduction(at.device.platform.random);
	}

	/** Ends when the state is 'linked' or 'over'. */
	run(): Promise<void> {
		return this.#meet().catch(() => this.#end('not-stored'));
	}

	/** The person says that both devices show the same words. */
	same(): void {
		if (this.state.kind !== 'comparing') return;
		this.become({ ...this.state, agreed: true });
		this.#agree?.();
	}

	/** The person says that the words differ. The other device hears of it. */
	async different(): Promise<void> {
		await this.#place?.leave(3, new Uint8Array());
		this.#end('not-the-same');
	}

	/** The person has gone elsewhere. */
	close(): void {
		this.#place?.close();
		this.#agree = null;
	}

	async #meet(): Promise<void> {
		const place = await this.#open();
		if (!place) return;
		const answer = await place.hear(1);
		if (answer.kind !== 'message') return this.#end(answer.kind === 'over' ? 'time' : answer.kind);
		const theirs = readIntroduction(answer.bytes);
		const both = theirs && { newDevice: this.#me, oldDevice: theirs };
		const key = both && meetingKey(this.#me, theirs, both);
		if (!key) return this.#end('interfered');
		const left = await place.leave(2, encodeIntroduction(this.#me));
		if (left !== 'left') return this.#end(faultOf(left));
		const words = await linkWords(wordNumbers(both));
		if (this.state.kind !== 'waiting') return;
		const agreed = new Promise<void>((resolve) => (this.#agree = resolve));
		this.become({ kind: 'comparing', words, agreed: false });
		await this.#take(place, key, agreed);
	}

	/** A place that nobody else is at. */
	async #open(): Promise<MeetingPlace | null> {
		const { device, fetch } = this.#at;
		const { clock, random } = device.platform;
		for (let tries = 0; tries < mostTries; tries++) {
			const name = random(placeLength);
			const place = new MeetingPlace({ clock, fetch }, device.relay, name);
			const left = await place.leave(0, commitment(this.#me));
			if (left === 'taken') continue;
			if (left !== 'left') {
				this.#end(faultOf(left));
				return null;
			}
			this.#place = place;
			const qr = writeQr(device.relay, name, this.#me.publicKey);
			this.become({ kind: 'waiting', code: writeCode(name), qr });
			return place;
		}
		this.#end('unreachable');
		return null;
	}

	/** What the other device gives is taken only once this person has seen that it is theirs. */
	async #take(place: MeetingPlace, key: Secret, agreed: Promise<void>): Promise<void> {
		const given = await place.hear(3);
		if (this.state.kind !== 'comparing') return;
		if (given.kind !== 'message') return this.#end(given.kind === 'over' ? 'time' : given.kind);
		if (given.bytes.length === 0) return this.#end('not-the-same');
		const link = openFromMeeting(given.bytes, key);
		if (!link) return this.#end('interfered');
		await agreed;
		this.become({ kind: 'entering' });
		const entered = await this.#at.device.keeping.enter(fromUtf8(link), this.#name);
		switch (entered.kind) {
			case 'entered':
				return this.become({ kind: 'linked' });
			case 'already':
			case 'not-stored':
			case 'unreachable':
				return this.#end(entered.kind);
			default:
				return this.#end('time');
		}
	}

	#end(reason: LinkingFault): void {
		this.#place?.close();
		if (this.state.kind !== 'over') this.become({ kind: 'over', reason });
	}
}

function faultOf(left: Exclude<Left, 'left'>): LinkingFault {
	if (left === 'taken') return 'interfered';
	return left === 'over' ? 'time' : left;
}
