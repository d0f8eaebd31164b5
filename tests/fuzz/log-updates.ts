/** Updates of a sealed log, as pushed to the relay or sent by one: entries in Yjs structs, in their places or not. */
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { sameBytes, toText, type ChannelName } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import { verifyFrame } from '#lib/seal/frame-verify.ts';
import { Copy } from '#lib/wire/copy.ts';
import { readFrames } from '#lib/wire/frame-struct.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import { Appends } from '../../server/appends.ts';
import { Documents } from '../../server/documents.ts';
import type { Store } from '../../server/store.ts';
import { openSqliteStore } from '../../server/store-sqlite.ts';
import { HandClock } from '../simulation/hand-clock.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Piece } from './pieces.ts';
import { writeUpdate, type RawSection, type RawStruct } from './raw-update.ts';
import { frameGrammar, makeSamples, signed, type Samples } from './samples.ts';

const casesPerRound = 30;

export const logUpdates: Kind = {
	name: 'log updates',
	async open(): Promise<Round> {
		const samples = await makeSamples();
		const apart = samples.frames.map(({ bytes }) => takeApart(bytes, frameGrammar));
		return async (seeded, tally) => {
			const relay = new Relay(samples);
			const copy = new TriedCopy();
			for (let left = casesPerRound; left > 0; left--) {
				const update = await someUpdate(samples, apart, seeded);
				const channel = seeded.pick([planChannel, rosterChannel]);
				await tally.tryLater(async () => {
					copy.take(update);
					return relay.take({ document: samples.table.document, channel, generation: 0 }, update);
				});
			}
			copy.judge(samples.frames);
			await relay.judge();
		};
	}
};

/** A relay's doors and its store, which is in memory. */
class Relay {
	readonly #samples: Samples;
	readonly #store: Store = openSqliteStore(':memory:');
	readonly #appends: Appends;

	constructor(samples: Samples) {
		this.#samples = samples;
		this.#appends = new Appends({
			documents: new Documents(this.#store),
			store: this.#store,
			verify: syncVerify,
			clock: new HandClock(),
			mostStatements: 100,
			mostLogs: 64,
			begun: () => undefined,
			dropped: () => undefined,
			log: (event, facts) => fault(`${event} ${JSON.stringify(facts)}`)
		});
	}

	async take(log: LogName, update: Uint8Array): Promise<string> {
		const read = await this.#appends.read(log, update);
		if (read.kind === 'refused') return read.reason;
		const taken = await this.#appends.take(log, read.frames, this.#samples.table.founder.id);
		return taken.kind === 'refused' ? taken.reason : taken.kind;
	}

	/** What the founder wrote is still taken, whatever others pushed; and all that is stored is signed and in its strand. */
	async judge(): Promise<void> {
		const { frames, editor } = this.#samples;
		await this.#mustTake(frames.slice(0, 2));
		const seated = await this.#append([editor.accepted]);
		if (seated === 'stored') await this.#mustTake(frames.filter(({ kind }) => kind === 'update'));
		for (const channel of [rosterChannel, planChannel]) await this.#judgeStored(channel);
		await this.#store.close();
	}

	async #mustTake(frames: readonly Frame[]): Promise<void> {
		const answer = await this.#append(frames);
		if (answer !== 'stored') fault(`what is in order is refused: ${answer}`);
	}

	async #append(frames: readonly Frame[]): Promise<string> {
		const taken = await this.#appends.take(
			this.#log(frames[0]?.channel ?? rosterChannel),
			frames,
			'founding'
		);
		return taken.kind === 'refused' ? taken.reason : taken.kind;
	}

	#log(channel: ChannelName): LogName {
		return { document: this.#samples.table.document, channel, generation: 0 };
	}

	async #judgeStored(channel: ChannelName): Promise<void> {
		let before: Frame | null = null;
		for await (const page of this.#store.frames(this.#log(channel))) {
			for (const { client, seq, bytes } of page) {
				const parsed = parseFrame(bytes);
				if (parsed.kind === 'broken') return fault('something is stored that is no frame');
				const { frame } = parsed;
				if (frame.client !== client || frame.seq !== seq) fault('a frame is stored out of its place');
				if (!(await verifyFrame(frame, syncVerify))) fault('a frame is stored that nobody signed');
				const last: Frame | null = before?.client === client ? before : null;
				const follows = last ? sameBytes(last.id, frame.previous) && last.seq + 1 === seq : seq === 0;
				if (!follows) fault('a strand is stored that does not hang together');
				before = frame;
			}
		}
	}
}

/** A link's copy of what a relay sends. */
class TriedCopy {
	readonly #found: Frame[] = [];
	readonly #copy = new Copy({ found: (frames) => this.#found.push(...frames), junk: () => undefined });

	take(update: Uint8Array): void {
		const { frames } = readFrames(update);
		for (const frame of frames) if (parseFrame(frame.bytes).kind === 'broken') fault('a frame that is none');
		this.#copy.take(update, 'relay');
	}

	/** Whatever came before, what is judged sound stands, and is announced as it is. */
	judge(frames: readonly Frame[]): void {
		this.#copy.put(frames, 'us');
		const held = new Set(this.#copy.beyond(new Map()).map(({ bytes }) => toText(bytes)));
		if (frames.some(({ bytes }) => !held.has(toText(bytes)))) fault('what was judged does not stand');
		if (this.#copy.doc.store.pendingStructs) fault('something hangs in a copy');
	}
}

async function someUpdate(
	samples: Samples,
	apart: readonly (readonly Piece[])[],
	seeded: Seeded
): Promise<Uint8Array> {
	const sections: RawSection[] = [];
	for (let left = 1 + seeded.below(3); left > 0; left--) {
		sections.push(await someSection(samples, apart, seeded));
	}
	const ranges = [[seeded.below(3), seeded.below(3)]] as const;
	const client = sections[0]?.client ?? 0;
	const update = writeUpdate({ sections, deletions: seeded.below(15) === 0 ? [{ client, ranges }] : [] });
	if (seeded.below(8) === 0) return mutated([{ kind: 'raw', bytes: update }], [[]], seeded);
	return update;
}

/** Mostly in its place; the whole strand, or an entry that was changed. */
async function someSection(
	{ frames, editor }: Samples,
	apart: readonly (readonly Piece[])[],
	seeded: Seeded
): Promise<RawSection> {
	const chosen = seeded.pick(frames);
	const strand = frames.filter(({ client }) => client === chosen.client);
	const given = await Promise.all(
		strand.map(async (frame) => {
			if (seeded.below(3) > 0) return frame.bytes;
			const bytes = mutated(apart[frames.indexOf(frame)] ?? [], apart, seeded);
			return seeded.below(3) === 0 ? signed(bytes.slice(0, -64), editor.keys) : bytes;
		})
	);
	const first = given[0] ? parseFrame(given[0]) : null;
	const honest = first?.kind === 'frame' && seeded.below(8) > 0 ? first.frame.client : chosen.client;
	const from = seeded.below(6) === 0 ? seeded.below(3) : 0;
	const client = seeded.below(15) === 0 ? seeded.pick([0, 1, 2 ** 53 - 1]) : honest;
	const structs = given.map((bytes, i) => struct(client, from + i, bytes, seeded));
	return { client, clock: from, more: seeded.below(20) === 0 ? 1 : 0, structs };
}

function struct(client: number, clock: number, bytes: Uint8Array, seeded: Seeded): RawStruct {
	const chance = seeded.below(40);
	const origin = clock > 0 ? { client, clock: clock - 1 } : null;
	return {
		content: chance === 0 ? { kind: 'string', text: 'x' } : { kind: 'binary', bytes },
		origin: chance === 1 ? { client, clock: clock + 1 } : origin,
		rightOrigin: chance === 2 ? { client, clock } : null,
		parent: chance === 3 ? 'elsewhere' : String(client),
		sub: chance === 4 ? 'key' : null
	};
}
