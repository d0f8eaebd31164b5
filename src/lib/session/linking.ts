/** What both sides of linking a device have in common: how far they are, told to whoever listens, and how they find each other. */
import type { MeetingNetwork } from '#lib/wire/meeting.ts';
import type { Device } from './device.ts';

export type LinkingFault =
	/** The code is over, or the other device has gone. */
	| 'time'
	/** A person said that the words are not the same. */
	| 'not-the-same'
	/** Somebody else has answered at this code, or stands between. */
	| 'interfered'
	/** Too many codes have been asked for from this network. */
	| 'busy'
	| 'unreachable'
	/** This device is one of those devices already. */
	| 'already'
	/** This device does not store what it is given, or has no home to open. */
	| 'not-stored';

export interface LinkingPlace {
	readonly device: Device;
	readonly fetch: MeetingNetwork['fetch'];
}

export class LinkingProgress<State> {
	readonly #listeners = new Set<() => void>();
	#state: State;

	constructor(state: State) {
		this.#state = state;
	}

	get state(): State {
		return this.#state;
	}

	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	protected become(state: State): void {
		this.#state = state;
		for (const listener of this.#listeners) listener();
	}
}
