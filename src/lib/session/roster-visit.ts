/** The roster of a sealed document, read from its relays by one who may: nothing of it is kept here. */
import { rosterChannel } from '#lib/roster/capability.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { logName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Link, LinkState } from '#lib/wire/link.ts';
import { Keyring } from './keyring.ts';
import type { Platform } from './platform.ts';
import { RosterLog } from './roster-log.ts';

/** How long a relay is given to answer before we say that it cannot be reached. */
const patience = 15_000;

export class RosterVisit {
	readonly keyring = new Keyring();
	readonly #document: DocumentId;
	readonly #platform: Platform;
	readonly #me: MemberKeys;
	readonly #listeners = new Set<() => void>();
	readonly #stored = new Map<number, number>();
	#roster!: RosterLog;
	#wires: readonly Link[] = [];
	#declined = false;

	private constructor(document: DocumentId, me: MemberKeys, platform: Platform) {
		this.#document = document;
		this.#me = me;
		this.#platform = platform;
	}

	/** `me`: a member, or an invitation's keys. */
	static async begin(
		document: DocumentId,
		relays: readonly string[],
		me: MemberKeys,
		platform: Platform
	): Promise<RosterVisit> {
		const visit = new RosterVisit(document, me, platform);
		visit.#roster = await RosterLog.open({
			document,
			me,
			keyring: visit.keyring,
			ledger: memoryLedger(logName({ document, ...rosterLog })),
			outbox: memoryOutbox(),
			verify: platform.verify,
			entered: (frames) => visit.offer(frames),
			refused: () => undefined,
			changed: () => visit.#wake()
		});
		visit.#wires = relays.map((address) => visit.#connect(address));
		return visit;
	}

	get roster(): RosterLog {
		return this.#roster;
	}

	get states(): readonly LinkState[] {
		return this.#wires.map(({ state }) => state);
	}

	/** Some relay has declined a statement of ours. */
	get declined(): boolean {
		return this.#declined;
	}

	/** Whether a relay has this statement. */
	hasStored({ client, seq }: Frame): boolean {
		return (this.#stored.get(client) ?? 0) > seq;
	}

	offer(frames: readonly Frame[]): void {
		for (const wire of this.#wires) wire.offer(rosterLog, frames);
	}

	async close(): Promise<void> {
		await Promise.all(this.#wires.map((wire) => wire.close()));
	}

	/** Until `done`, or `over` has been true for a moment, or patience runs out. */
	async until(done: () => boolean, over: () => boolean): Promise<void> {
		const { clock, breathe } = this.#platform;
		await new Promise<void>((resolve) => {
			const stop = clock.after(patience, finish);
			const check = async () => {
				if (done()) return finish();
				if (!over()) return;
				await this.#roster.receive([]);
				await breathe();
				if (done() || over()) finish();
			};
			const listener = () => void check();
			const listeners = this.#listeners;
			function finish() {
				stop();
				listeners.delete(listener);
				resolve();
			}
			listeners.add(listener);
			listener();
		});
	}

	#connect(address: string): Link {
		return this.#platform.linkTo(address)({
			document: this.#document,
			places: [rosterLog],
			reader: this.#me,
			events: {
				state: () => this.#wake(),
				arrived: (_place, frames) => void this.#roster.receive(frames),
				junk: () => undefined,
				declined: () => {
					this.#declined = true;
					this.#wake();
				},
				newest: () => undefined,
				acknowledged: (_place, stored) => {
					for (const [client, count] of stored) this.#stored.set(client, count);
					this.#wake();
				},
				presence: () => undefined
			}
		});
	}

	#wake(): void {
		for (const listener of this.#listeners) listener();
	}
}

const rosterLog: LogPlace = { channel: rosterChannel, generation: 0 };
