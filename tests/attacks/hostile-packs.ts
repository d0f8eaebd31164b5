/** Packs as a hostile editor makes them: honest in all but what a test twists. */
import { planChannel } from '#lib/roster/capability.ts';
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import { FrameWriter, idBytes, sameBytes } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { packLabel, type PackKind } from '#lib/seal/frame-pack.ts';
import type { Head } from '#lib/seal/content.ts';
import { openEntry } from '#lib/seal/open.ts';
import { sealPack } from '#lib/seal/pack.ts';
import { encodeState, volumeHash, type Covered, type PackState } from '#lib/seal/state.ts';
import type { Original } from '#lib/seal/volume.ts';
import { mergeState } from '#lib/session/merging.ts';
import { volumeContent } from '#lib/session/volumes.ts';
import { logName, type Generation } from '#lib/wire/frame-name.ts';
import type { Person } from './attacked-person.ts';
import type { AttackedTable } from './attacked-table.ts';
import { randomBytes, type HostileMember } from './hostile-member.ts';

export interface PackTwist {
	/** What goes into the volume, in order. */
	readonly originals?: (originals: readonly Original[]) => readonly Original[];
	/** The volume's bytes. */
	readonly volume?: (content: Uint8Array) => Uint8Array;
	/** What the state pack says. */
	readonly state?: (state: PackState) => PackState;
	/** The state pack's bytes. */
	readonly packed?: (content: Uint8Array) => Uint8Array;
}

export interface Forged {
	readonly volume: readonly Frame[];
	readonly state: readonly Frame[];
	readonly next: readonly Frame[];
	/** The state pack's content. */
	readonly packed: Uint8Array;
	/** The volume's. */
	readonly hash: Uint8Array;
}

export class HostilePacks {
	readonly #table: AttackedTable;
	readonly #of: HostileMember;
	readonly #person: Person;

	constructor(table: AttackedTable, of: HostileMember, person: Person) {
		this.#table = table;
		this.#of = of;
		this.#person = person;
	}

	log(generation: Generation): string {
		return logName({ document: this.#of.document, channel: planChannel, generation });
	}

	/** A first pack, of all the entries that its maker's device holds. */
	async make(generation: number, twist: PackTwist = {}): Promise<Forged> {
		const { originals: choose, volume: bendVolume, state: bendState, packed: bendPacked } = twist;
		const originals = choose?.(this.originals()) ?? this.originals();
		const written = await volumeContent(null, originals, () => undefined);
		const volume = bendVolume?.(written) ?? written;
		const honest: PackState = {
			generation,
			covers: this.#covers(originals),
			volumes: [volumeHash(volume)],
			state: this.stateOf(originals)
		};
		const encoded = await encodeState(bendState?.(honest) ?? honest);
		const packed = bendPacked?.(encoded) ?? encoded;
		return {
			volume: await this.seal('volume', volume),
			state: await this.seal('state', packed),
			next: await this.next(generation),
			packed,
			hash: volumeHash(volume)
		};
	}

	/** What they make. */
	stateOf(originals: readonly Original[]): Uint8Array {
		return mergeState(
			null,
			originals.map(({ content }) => content.payload)
		);
	}

	next(generation: number): Promise<Frame[]> {
		return this.seal('next', new FrameWriter().u32(generation).done());
	}

	/** Puts a pack where an honest one would stand, and says in the first log that it goes on there. */
	plant(generation: number, { volume, state, next }: Forged): void {
		const { relay } = this.#table;
		relay.plant(this.log('volumes'), volume);
		relay.plant(this.log(generation), state);
		relay.plant(this.log(0), next);
	}

	async seal(what: PackKind, content: Uint8Array, channel: ChannelName = planChannel): Promise<Frame[]> {
		const { document, keys, rosterHeads } = this.#of;
		const place = {
			what,
			content,
			document: idBytes(document),
			strand: randomBytes(16),
			rosterHeads,
			time: 0
		};
		const sealed = await sealPack(place, this.#of.key(channel), keys);
		return sealed.map((bytes) => new Frame(bytes));
	}

	/** Two frames that say that they hold a half each, with `heads` that no pack cites. */
	async halves(what: PackKind, content: Uint8Array, heads: readonly Head[] = []): Promise<Frame[]> {
		const strand = this.#of.strand(planChannel);
		const clear = packLabel({ what, frames: 2 });
		const half = Math.ceil(content.length / 2);
		for (const part of [content.subarray(0, half), content.subarray(half)]) {
			await strand.write(() => part, { kind: 'pack', clear, heads });
		}
		return strand.frames;
	}

	/** Each behind what it cites. */
	originals(): Original[] {
		const held = this.#person.opened.document.held.get(this.log(0)) ?? [];
		let left = held.filter(({ kind }) => kind === 'update').map((frame) => this.opened(frame));
		const done = new Set<string>();
		const ordered: Original[] = [];
		while (left.length > 0) {
			const ready = left.find(({ frame, content }) =>
				[...content.heads, ...(frame.seq > 0 ? [{ client: frame.client, seq: frame.seq - 1 }] : [])].every(
					({ client, seq }) => done.has(`${client} ${seq}`)
				)
			);
			if (!ready) throw new Error('entries that cite one another in a circle');
			done.add(`${ready.frame.client} ${ready.frame.seq}`);
			ordered.push(ready);
			left = left.filter((each) => each !== ready);
		}
		return ordered;
	}

	/** With what is in it. */
	opened(frame: Frame): Original {
		const key = this.#of.allKeys.find(({ id }) => sameBytes(id, frame.keyId));
		if (!key) throw new Error('sealed under a key of nobody');
		const opening = openEntry(frame, key);
		if (opening.kind !== 'opened') throw new Error(opening.kind);
		return { frame, content: opening.content };
	}

	#covers(originals: readonly Original[]): Covered[] {
		const { strands } = this.#person.opened.document.channel(planChannel);
		const last = new Map(originals.map(({ frame }) => [frame.client, frame]));
		return [...last.values()]
			.sort((a, b) => a.client - b.client)
			.map(({ client, seq, id, author }) => ({
				client,
				count: seq + 1,
				id,
				clock: strands.get(client)?.clockAfter(seq + 1) ?? 0,
				author
			}));
	}
}
