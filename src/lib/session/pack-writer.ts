/** Makes packs and writes them: safe in the outbox first, then in the ledger and out to the links, like any entry. */
import type { Clock } from '#lib/clock.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import type { Roster } from '#lib/roster/roster.ts';
import { FrameError, FrameWriter, idBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { PackKind } from '#lib/seal/frame-pack.ts';
import type { ChannelKey, MemberKeys, Random } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { largestPack, sealPack } from '#lib/seal/pack.ts';
import {
	coveredIn,
	encodeState,
	mostCovered,
	volumeHash,
	type Covered,
	type PackState
} from '#lib/seal/state.ts';
import type { Original } from '#lib/seal/volume.ts';
import { joinFrames } from '#lib/wire/frame-list.ts';
import type { Generation } from '#lib/wire/frame-name.ts';
import type { ChannelLogs } from './channel-logs.ts';
import type { Keyring } from './keyring.ts';
import type { Lineage } from './pack-check.ts';
import type { Packing } from './packing.ts';
import { spanOf } from './span.ts';
import type { Standing, Strands, Volume } from './strands.ts';
import { volumeContent, type VolumeReading } from './volumes.ts';

export interface PackWriterContext {
	/** 32 bytes. */
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly outbox: Outbox;
	readonly logs: ChannelLogs;
	readonly strands: Strands;
	readonly packing: Packing;
	readonly reading: VolumeReading;
	readonly clock: Clock;
	readonly random: Random;
	readonly breathe: () => Promise<void>;
	/** Under which roster heads to act, and the key in force there; null when this member may not write. */
	readonly standing: () => { standing: Standing; key: ChannelKey } | null;
}

export interface Making {
	/** Opens the log of a generation. */
	readonly open: (generation: number) => Promise<void>;
	/** What the last pack's volumes hold and what counts of it, where its state is of no use. */
	readonly earlier: () => Promise<Uint8Array[]>;
}

export interface MadePack {
	/** The state pack's. */
	readonly id: Uint8Array;
	readonly generation: number;
	readonly lineage: Lineage & { readonly volume: Volume };
	/** The new volume's. */
	readonly content: Uint8Array;
}

/** How long a slice of work may keep the main thread. */
const sliceMs = 20;
/** Of frames that are carried together. */
const largestCarried = 1024 * 1024;

export class PackWriter {
	readonly #context: PackWriterContext;
	/** Of generations, where their logs say that it goes on. */
	readonly #said = new Map<number, Set<number>>();
	/** There is more than any pack may stand for. It hardly becomes less, so this page does not try again. */
	#outgrown = false;

	constructor(context: PackWriterContext) {
		this.#context = context;
	}

	/** The volume of the first of these entries and the state that they make of the last pack's. Null if it cannot be made or stored now. */
	async make(
		generation: number,
		lineage: Lineage,
		since: readonly Frame[],
		{ open, earlier }: Making
	): Promise<MadePack | null> {
		if (this.#outgrown) return null;
		const entries = spanOf(since);
		const ends = new Map(lineage.volume?.ends);
		for (const { client, seq } of entries) ends.set(client, Math.max(seq + 1, ends.get(client) ?? 0));
		const covers = this.#covers(ends);
		const originals = await this.#open(entries);
		if (!covers || !originals) return null;
		this.#outgrown = coveredIn(covers) > mostCovered;
		if (this.#outgrown) return null;
		const updates = originals.map(({ content }) => content.payload);
		const before = lineage.state ? [] : await earlier();
		const state = await this.#context.packing.merge(lineage.state, [...before, ...updates]);

		const content = await this.#volumeOf(lineage, originals);
		const hash = volumeHash(content);
		const volumes = [...lineage.volumes, hash];
		const packed = await encoded({ generation, covers, volumes, state });
		this.#outgrown = packed === null;
		if (!packed || !(await this.#write('volume', 'volumes', content))) return null;
		await open(generation);
		const [first] = (await this.#write('state', generation, packed)) ?? [];
		return first
			? { id: first.id, generation, content, lineage: { volumes, volume: { hash, ends }, state } }
			: null;
	}

	/** Hands on signed entries; each strand's in order. False if this member may not write, or storage would not take it. */
	async carry(generation: number, frames: readonly Frame[]): Promise<boolean> {
		for (const some of inPieces(frames)) {
			if (!(await this.#write('carried', generation, joinFrames(some)))) return false;
		}
		return true;
	}

	/** Says that these volumes hold what the packs of this generation do not stand for. False like `carry`. */
	async sayBeside(generation: number, hashes: readonly Uint8Array[]): Promise<boolean> {
		for (const hash of hashes) if (!(await this.#write('beside', generation, hash))) return false;
		return true;
	}

	heardNext(from: number, to: number): void {
		this.#said.set(from, (this.#said.get(from) ?? new Set()).add(to));
	}

	/** Says in a log that is left where it goes on, if nobody has: what else is said there may be false. */
	async sayNext(from: number, to: number): Promise<void> {
		if (this.#said.get(from)?.has(to) || !this.#context.logs.has(from)) return;
		this.heardNext(from, to);
		const [sign] = (await this.#write('next', from, new FrameWriter().u32(to).done())) ?? [];
		// No relay has to take it: one that has let go of the log says by itself where it goes on.
		if (sign) await this.#context.outbox.settle(this.#context.logs.name(from), sign.client, 1, 'relay');
	}

	/** There is one for each generation, be it that it holds nothing. */
	#volumeOf(lineage: Lineage, originals: readonly Original[]): Promise<Uint8Array> {
		const idOf = (client: number, seq: number) => this.#idOf(lineage.volume, client, seq);
		return volumeContent(lineage.volumes.at(-1) ?? null, originals, idOf);
	}

	/** Of what an earlier volume holds. */
	#idOf(before: Volume | null, client: number, seq: number): Uint8Array | undefined {
		return seq < (before?.ends.get(client) ?? 0) ? this.#context.reading.idOf(client, seq) : undefined;
	}

	#covers(ends: ReadonlyMap<number, number>): Covered[] | null {
		const covers: Covered[] = [];
		for (const [client, end] of [...ends].sort(([a], [b]) => a - b)) {
			const strand = this.#context.strands.get(client);
			// Of what the volumes hold, some may count no more.
			const count = Math.min(end, strand?.count ?? 0);
			if (count === 0) continue;
			const id = strand?.idOf(count - 1);
			const clock = strand?.clockAfter(count);
			if (!strand || !id || clock === undefined) return null;
			covers.push({ client, count, id, clock, author: idBytes(strand.author) });
		}
		return covers;
	}

	async #open(entries: readonly Frame[]): Promise<Original[] | null> {
		const { roster, keyring, channel, clock, breathe } = this.#context;
		const originals: Original[] = [];
		let until = clock.now() + sliceMs;
		for (const frame of entries) {
			const inForce = roster.at(frame.rosterHeads)?.keyInForce(channel);
			const key = inForce && keyring.inForce(inForce);
			const opening = key && openEntry(frame, key, false);
			if (opening?.kind !== 'opened') return null;
			originals.push({ frame, content: opening.content });
			if (clock.now() < until) continue;
			await breathe();
			until = clock.now() + sliceMs;
		}
		return originals;
	}

	async #write(what: PackKind, generation: Generation, content: Uint8Array): Promise<Frame[] | null> {
		const { document, me, outbox, logs, random, clock, standing } = this.#context;
		const acting = standing();
		if (!acting) return null;
		const strand = random(16);
		const { rosterHeads } = acting.standing;
		const sealed = await sealPack(
			{ what, content, document, strand, rosterHeads, time: clock.now() },
			acting.key,
			me
		);
		const frames = sealed.map((bytes) => new Frame(bytes));
		const log = logs.name(generation);
		for (const { client, seq, bytes } of frames) {
			const stored = await outbox.putEntry({ log, client, seq, bytes }, strand, -1);
			if (stored.kind === 'not-stored') return null;
		}
		await logs.addOwn(generation, frames);
		return frames;
	}
}

/** Null if it is larger than any pack. */
async function encoded(state: PackState): Promise<Uint8Array | null> {
	try {
		const packed = await encodeState(state);
		return packed.length > largestPack ? null : packed;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function* inPieces(frames: readonly Frame[]): Generator<readonly Frame[]> {
	let piece: Frame[] = [];
	let size = 0;
	for (const frame of frames) {
		if (piece.length > 0 && size + frame.bytes.length > largestCarried) {
			yield piece;
			piece = [];
			size = 0;
		}
		piece.push(frame);
		size += frame.bytes.length;
	}
	if (piece.length > 0) yield piece;
}
