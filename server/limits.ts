/** How much one connection may ask of the relay. Generous: they stop floods, not people. */
import { largestFrame } from '#lib/seal/frame.ts';

/** Milliseconds for which a nonce is good. */
export const nonceLife = 60_000;
export const mostUsedNonces = 200_000;

export interface Limits {
	/** Bytes of one WebSocket message and of one request's body; an entry and what is around it. */
	readonly largestMessage: number;
	/** Of one connection. */
	readonly mostLogs: number;
	/** Of one document, with all its generations. */
	readonly mostDocumentLogs: number;
	/** Of one roster: all of them are in memory while its document is in use, some 5 KB each, and read again when it is opened. */
	readonly mostStatements: number;
	/** Foundings that may come at once from one network address, and how many a minute after that. */
	readonly foundings: number;
	readonly foundingsPerMinute: number;
	/** Messages that may be left at meeting places at once from one network address, and how many a minute after that. */
	readonly meetings: number;
	readonly meetingsPerMinute: number;
	/** Pointers that may be left at once from one network address, and how many a minute after that. */
	readonly pointers: number;
	readonly pointersPerMinute: number;
	/** Messages that may come at once, and how many a second after that. */
	readonly messages: number;
	readonly messagesPerSecond: number;
	readonly bytes: number;
	readonly bytesPerSecond: number;
	/** Bytes that wait until their reader has proved who they are. */
	readonly unproven: number;
	/** Bytes of updates that wait to be checked. */
	readonly waiting: number;
	/** Milliseconds until a connection must have proved one reader. */
	readonly proveWithin: number;
	/** Requests for a log that may wait for their answer, which may be the whole log each time. */
	readonly asking: number;
	/** Bytes that may wait for a reader who does not take them. */
	readonly unread: number;
}

export const defaultLimits: Limits = {
	largestMessage: largestFrame + 64 * 1024,
	mostLogs: 1_000,
	mostDocumentLogs: 64,
	mostStatements: 1_000,
	foundings: 30,
	foundingsPerMinute: 10,
	meetings: 60,
	meetingsPerMinute: 20,
	pointers: 30,
	pointersPerMinute: 10,
	messages: 50_000,
	messagesPerSecond: 10_000,
	bytes: 128 * 1024 * 1024,
	bytesPerSecond: 32 * 1024 * 1024,
	unproven: 16 * 1024 * 1024,
	waiting: 64 * 1024 * 1024,
	proveWithin: 30_000,
	asking: 16,
	unread: 64 * 1024 * 1024
};

/** Lets `burst` pass at once and `perSecond` after that, not counting what it does not let pass; time in ms. */
export class Allowance {
	readonly #burst: number;
	readonly #perSecond: number;
	#left: number;
	#at: number;

	constructor(burst: number, perSecond: number, now: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#left = burst;
		this.#at = now;
	}

	take(amount: number, now: number): boolean {
		const earned = (Math.max(0, now - this.#at) / 1000) * this.#perSecond;
		this.#left = Math.min(this.#burst, this.#left + earned);
		this.#at = now;
		if (amount > this.#left) return false;
		this.#left -= amount;
		return true;
	}
}
