/**
 * What somebody has seen and this device has not. An entry, a statement or a presence cites heads; one that is not here may only be slow.
 * So the alarm comes after every relay of the document has been asked in full, begun after the citation, and has had 30 s more. It says
 * who cites and whose writing is missing; who is to blame, the relay or the one who cites, it cannot know.
 */
import type { Clock } from '#lib/clock.ts';
import type { Head } from '#lib/seal/content.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';

export interface Missing {
	readonly head: Head;
	/** Everyone who has cited it to this device, in that order. */
	readonly citedBy: readonly MemberId[];
	/** Who says that it is their own writing; null if nobody has. */
	readonly ownOf: MemberId | null;
	/** When it was cited to this device; ms since 1970. */
	readonly since: number;
}

export interface HeadsWatchContext {
	readonly clock: Clock;
	/** Whether this very entry has come. */
	readonly holds: (head: Head) => boolean;
	/** Asks every relay anew for all that it holds. False if one could not be asked. */
	readonly exchange: () => Promise<boolean>;
	readonly changed: () => void;
}

/** What is cited is mostly on its way: nobody is asked before. */
const grace = 5_000;
const patience = 30_000;
/** A relay that is there and has said nothing for so long has had its time: silence is no way to keep an alarm from coming. */
const silence = 300_000;
/** Whoever cites at random cannot fill a device. */
const most = 1_000;

interface Watched extends Missing {
	readonly citedBy: MemberId[];
	ownOf: MemberId | null;
	stage: 'grace' | 'to-ask' | 'asked' | 'overdue';
}

export class HeadsWatch {
	readonly #context: HeadsWatchContext;
	readonly #watched = new Map<string, Watched>();
	readonly #stops = new Set<() => void>();
	#asking = false;
	#closed = false;

	constructor(context: HeadsWatchContext) {
		this.#context = context;
	}

	/** Entries that others have seen and that are not here, long after every relay was asked. The earliest first. */
	get overdue(): readonly Missing[] {
		return [...this.#watched.values()].filter(({ stage }) => stage === 'overdue');
	}

	/** `own`: whoever cites says that it is their own writing. */
	cite(heads: readonly Head[], citedBy: MemberId, own = false): void {
		const { clock, holds } = this.#context;
		for (const head of heads) {
			const name = `${head.client} ${head.seq} ${head.id.join()}`;
			const known = this.#watched.get(name);
			if (known && !known.citedBy.includes(citedBy)) known.citedBy.push(citedBy);
			if (known && own) known.ownOf ??= citedBy;
			if (known || this.#watched.size >= most || holds(head)) continue;
			const ownOf = own ? citedBy : null;
			this.#watched.set(name, { head, citedBy: [citedBy], ownOf, since: clock.now(), stage: 'grace' });
			this.#later(grace, () => this.#move(name, 'grace', 'to-ask'));
		}
	}

	/** Something has come. */
	look(): void {
		let overdue = false;
		for (const [name, { head, stage }] of this.#watched) {
			if (!this.#context.holds(head)) continue;
			this.#watched.delete(name);
			overdue ||= stage === 'overdue';
		}
		if (overdue) this.#context.changed();
	}

	/** A relay can be asked that could not be. */
	again(): void {
		void this.#ask();
	}

	close(): void {
		this.#closed = true;
		for (const stop of this.#stops) stop();
	}

	#move(name: string, from: Watched['stage'], to: Watched['stage']): void {
		const watched = this.#watched.get(name);
		if (watched?.stage !== from) return;
		if (this.#context.holds(watched.head)) return void this.#watched.delete(name);
		watched.stage = to;
		if (to === 'to-ask') void this.#ask();
		if (to === 'overdue') this.#context.changed();
	}

	/** Only what was cited before an exchange began counts as asked for by it. */
	async #ask(): Promise<void> {
		const asked = [...this.#watched].filter(([, { stage }]) => stage === 'to-ask');
		if (this.#asking || this.#closed || asked.length === 0) return;
		this.#asking = true;
		const answered = await this.#answer();
		this.#asking = false;
		if (!answered) return;
		for (const [name, watched] of asked) {
			watched.stage = 'asked';
			this.#later(patience, () => this.#move(name, 'asked', 'overdue'));
		}
		await this.#ask();
	}

	#answer(): Promise<boolean> {
		return new Promise((resolve) => {
			const stop = this.#later(silence, () => resolve(true));
			void this.#context.exchange().then((answered) => {
				stop();
				resolve(answered);
			});
		});
	}

	/** Answers how to call it off. */
	#later(ms: number, run: () => void): () => void {
		if (this.#closed) return () => undefined;
		const cancel = this.#context.clock.after(ms, () => {
			this.#stops.delete(stop);
			run();
		});
		const stop = () => {
			this.#stops.delete(stop);
			cancel();
		};
		this.#stops.add(stop);
		return stop;
	}
}
