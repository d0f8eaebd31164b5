/** What the relay knows of a document's generations: which logs it keeps, where state packs lie whole, and what is over. */
import { rosterChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import { memberId, type ChannelName, type DocumentId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { placeName, type LogPlace } from '#lib/wire/frame-name.ts';
import type { Store } from './store.ts';

/** A generation that a whole state pack begins, and the seat of that pack's author. */
interface Begun {
	readonly generation: number;
	readonly seat: EntryId;
}

export class Generations {
	readonly #kept = new Map<string, LogPlace>();
	readonly #begun = new Map<ChannelName, Begun[]>();
	/** By channel, the highest that was dropped. */
	readonly #dropped = new Map<ChannelName, number>();

	static async read(document: DocumentId, store: Store, roster: Roster): Promise<Generations> {
		const generations = new Generations();
		for (const { channel, generation } of await store.dropped(document)) {
			if (generation !== 'volumes') generations.drop(channel, generation);
		}
		for (const log of await store.logs(document)) {
			generations.keep(log);
			if (!canBegin(log)) continue;
			for await (const page of store.firsts(log)) {
				for (const { client, bytes } of page) {
					const frame = new Frame(bytes);
					if (frame.pack?.what !== 'state') continue;
					const last = await store.last(log, client);
					if (last?.seq === frame.pack.frames - 1) generations.begin(log, new Frame(last.bytes), roster);
				}
			}
		}
		return generations;
	}

	/** Logs that hold anything. */
	get size(): number {
		return this.#kept.size;
	}

	keeps(log: LogPlace): boolean {
		return this.#kept.has(placeName(log));
	}

	keep(log: LogPlace): void {
		this.#kept.set(placeName(log), log);
	}

	/** A state pack of which this is the last frame lies whole in the log. */
	begin({ channel, generation }: LogPlace, frame: Frame, roster: Roster): void {
		const seat = roster.at(frame.rosterHeads)?.member(memberId(frame.author))?.seatedBy;
		if (!seat || !canBegin({ channel, generation }) || generation === 'volumes') return;
		this.#begun.set(channel, [...(this.#begun.get(channel) ?? []), { generation, seat }]);
	}

	/** The channel's highest generation that a whole state pack begins; 0 if there is none. */
	newest(channel: ChannelName): number {
		return Math.max(0, ...this.#begunIn(channel).map(({ generation }) => generation));
	}

	/** Dropped for good. */
	isOver({ channel, generation }: LogPlace): boolean {
		return generation !== 'volumes' && generation <= (this.#dropped.get(channel) ?? -1);
	}

	/**
	 * The highest generation that nobody needs any more, and that is not dropped yet: the next one begins with a state pack, and a later one
	 * with that of another seat, so no one person alone can have the earlier ones dropped, unless nobody else writes there. Null if there is
	 * none.
	 */
	toDrop(channel: ChannelName, roster: Roster): number | null {
		const alone = onlyWriter(channel, roster);
		const begun = this.#begunIn(channel);
		const followed = begun.filter((early) =>
			begun.some(
				(late) => late.generation > early.generation && (late.seat !== early.seat || late.seat === alone)
			)
		);
		const highest = Math.max(0, ...followed.map(({ generation }) => generation)) - 1;
		return highest > (this.#dropped.get(channel) ?? -1) ? highest : null;
	}

	drop(channel: ChannelName, highest: number): void {
		this.#dropped.set(channel, highest);
		for (const [name, log] of this.#kept)
			if (log.channel === channel && this.isOver(log)) this.#kept.delete(name);
		this.#begun.set(
			channel,
			this.#begunIn(channel).filter(({ generation }) => generation > highest)
		);
	}

	#begunIn(channel: ChannelName): readonly Begun[] {
		return this.#begun.get(channel) ?? [];
	}
}

/** The seat of the only member who may write in the channel; null if there are more. */
function onlyWriter(channel: ChannelName, { current }: Roster): EntryId | null {
	const writers = [...current.members.values()].filter(({ id }) => current.mayWrite(id, channel));
	const [writer] = writers;
	return writer && writers.length === 1 ? writer.seatedBy : null;
}

/** Whether state packs in this log begin anything. */
function canBegin({ channel, generation }: LogPlace): boolean {
	return channel !== rosterChannel && generation !== 'volumes' && generation > 0;
}
