/** Originals of a channel, for tests of volumes: several people write strands of their own that cite each other. */
import type { Head } from './content.ts';
import { channelName, compareBytes } from './frame-bytes.ts';
import { Frame } from './frame.ts';
import { channelKey, memberKeys, type ChannelKey, type MemberKeys, type Random } from './keys.ts';
import { sealEntry } from './seal.ts';
import { Secret } from './secret.ts';
import type { Original, VolumeContext } from './volume.ts';

/** One entry to be written. Numbers choose among what there is, whatever they are. */
export interface Step {
	readonly strand: number;
	readonly key: number;
	readonly rosterHeads: number;
	readonly time: number;
	readonly payload: Uint8Array;
	/** Which entries before this one are cited. */
	readonly cites: readonly number[];
	/** Another head: a volume's, or of an entry that no volume holds. */
	readonly other: Head | null;
}

const strands = 5;

export class Originals {
	readonly document: Uint8Array;
	readonly channel = channelName('plan');
	readonly keys: readonly ChannelKey[];
	readonly written: Original[] = [];
	readonly #authors: readonly MemberKeys[];
	readonly #rosterHeads: readonly (readonly Uint8Array[])[];
	readonly #strands: readonly Uint8Array[];
	readonly #lasts = new Map<number, Frame>();

	private constructor(authors: readonly MemberKeys[], random: Random) {
		this.document = random(32);
		this.keys = [0, 1, 7].map((epoch) => channelKey(this.channel, epoch, new Secret(random(32))));
		this.#authors = authors;
		this.#rosterHeads = [1, 2, 4].map((count) =>
			Array.from({ length: count }, () => random(32)).sort(compareBytes)
		);
		this.#strands = Array.from({ length: strands }, () => random(16));
	}

	static async by(people: number, random: Random): Promise<Originals> {
		const seeds = Array.from({ length: people }, () => new Secret(random(32)));
		return new Originals(await Promise.all(seeds.map((seed) => memberKeys(seed, crypto.subtle))), random);
	}

	async write(steps: readonly Step[]): Promise<void> {
		for (const step of steps) await this.#write(step);
	}

	/** What a reader knows who has read the first `count` entries. */
	readerAfter(count: number): VolumeContext {
		const ids = new Map(this.written.slice(0, count).map(({ frame }) => [placeOf(frame), frame.id]));
		return {
			document: this.document,
			channel: this.channel,
			key: (epoch) => this.keys.find((key) => key.epoch === epoch),
			idOf: (client, seq) => ids.get(placeOf({ client, seq }))
		};
	}

	async #write({ strand, key, rosterHeads, time, payload, cites, other }: Step): Promise<void> {
		const number = strand % strands;
		const sealedUnder = member(this.keys, key);
		const last = this.#lasts.get(number);
		const heads = cites.flatMap((cite) =>
			this.written.length > 0 ? [headOf(member(this.written, cite))] : []
		);
		const content = { time, heads: other ? [...heads, other] : heads, payload };
		const bytes = await sealEntry(
			{
				kind: 'update',
				document: this.document,
				strand: member(this.#strands, number),
				seq: last ? last.seq + 1 : 0,
				previous: last?.id ?? new Uint8Array(32),
				rosterHeads: member(this.#rosterHeads, rosterHeads),
				clear: new Uint8Array()
			},
			content,
			sealedUnder,
			member(this.#authors, number)
		);
		const frame = new Frame(bytes);
		this.#lasts.set(number, frame);
		this.written.push({ frame, content });
	}
}

function headOf({ frame: { client, seq, id } }: Original): Head {
	return { client, seq, id };
}

function placeOf({ client, seq }: Pick<Head, 'client' | 'seq'>): string {
	return `${client} ${seq}`;
}

function member<T>(list: readonly T[], number: number): T {
	const found = list[number % list.length];
	if (found === undefined) throw new Error('nothing to choose from');
	return found;
}
