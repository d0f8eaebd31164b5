/**
 * What lies before a channel's last pack, read from its volumes where it is needed entry by entry: to judge what follows on from it, to
 * build the channel anew, to make the next pack, or to learn what somebody cites whose own pack went unnoticed here.
 */
import type { Head } from '#lib/seal/content.ts';
import { toText, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Original } from '#lib/seal/volume.ts';
import type { BrokenReason } from './admission.ts';
import type { Inbox } from './inbox.ts';
import { takeInVolumes, type Lineage, type PackCheckContext } from './pack-check.ts';
import { Strands, type Volume } from './strands.ts';
import { Volumes } from './volumes.ts';

export interface PastContext extends Omit<PackCheckContext, 'volumes'> {
	/** An inbox for the same entries once more, on strands of its own. */
	readonly apart: (strands: Strands, cited: (heads: readonly Head[]) => void) => Inbox;
	/** Entries that came in a pack. */
	readonly receive: (frames: readonly Frame[]) => Promise<void>;
	readonly lineage: () => Lineage;
	/** Takes the volumes that this device holds into memory. */
	readonly load: () => Promise<void>;
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
}

/** That one person says are somewhere: whoever names more has none of them. */
const mostWanted = 16;

export class Past {
	readonly volumes = new Volumes();
	readonly #context: PastContext;
	/** Volumes that are cited and that no pack has let us know, by hash. */
	readonly #wanted = new Map<string, { readonly hash: Uint8Array; readonly by: MemberId }>();

	constructor(context: PastContext) {
		this.#context = context;
	}

	/** Somebody names this volume: true if nobody has before, and it is not known. */
	want(hash: Uint8Array, by: MemberId): boolean {
		const isKnown = this.#context.strands.has({ client: 0, seq: 0, id: hash });
		const theirs = [...this.#wanted.values()].filter((wanted) => wanted.by === by);
		if (isKnown || this.#wanted.has(toText(hash)) || theirs.length >= mostWanted) return false;
		this.#wanted.set(toText(hash), { hash, by });
		return true;
	}

	/** A volume of a pack that went unnoticed can be read for itself. */
	async learn(): Promise<void> {
		if (this.#wanted.size === 0) return;
		await this.#context.load();
		for (const [key, { hash, by }] of this.#wanted) {
			const volumes = this.volumes.upTo(hash);
			const read = volumes ? await this.readBeside(volumes) : 'waiting';
			if (read === 'waiting') continue;
			this.#wanted.delete(key);
			// Nobody honest names one that they have not read themselves.
			if (read === 'false') this.#context.refused(by, 'pack');
			await this.#context.receive([]);
		}
	}

	/** Learns what the last pack stands for entry by entry. False while a volume is missing. */
	async recall(): Promise<boolean> {
		const { strands, apart, load, lineage } = this.#context;
		if (!strands.startLate) return true;
		await load();
		if (!this.volumes.has(lineage().volumes)) return false;
		const past = new Strands();
		const cited = new Map<string, Uint8Array>();
		const inbox = apart(past, (heads) => {
			for (const { client, id } of heads) if (client === 0) cited.set(toText(id), id);
		});
		await this.read(past, inbox);
		if (!(await this.#readCited(past, inbox, cited))) return false;
		for (const strand of past.all) strands.get(strand.client)?.recall(strand);
		for (const volume of past.volumes) strands.know(volume);
		return true;
	}

	/** Into these strands, by this inbox. The last pack's volumes have to be here, and have been checked. */
	async read(strands: Strands, inbox: Inbox): Promise<void> {
		const idOf = (client: number, seq: number) => inbox.idOf(client, seq);
		for await (const { volume, frames } of this.#each(idOf)) {
			strands.know(volume);
			await inbox.receivePast(frames, true);
		}
	}

	/** What counts of it, its bytes as far as the volumes hold them: most bear no signature. */
	async counted(): Promise<Original[]> {
		const { strands, reading } = this.#context;
		const counted: Original[] = [];
		for await (const { originals } of this.#each(reading.idOf)) {
			counted.push(...originals.filter(({ frame }) => strands.has(frame)));
		}
		return counted;
	}

	/** What another pack stands for and ours does not: waits while it cannot be read. */
	async readBeside(volumes: readonly Uint8Array[]): Promise<'read' | 'waiting' | 'false'> {
		if (!(await this.recall()) || !this.volumes.has(volumes)) return 'waiting';
		const taken = await takeInVolumes(volumes, null, { ...this.#context, volumes: this.volumes });
		return typeof taken === 'string' ? taken : 'read';
	}

	/** Volumes of other packs that those of the last one go back to. False while one is missing. */
	async #readCited(strands: Strands, inbox: Inbox, cited: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
		const reading = {
			...this.#context.reading,
			idOf: (client: number, seq: number) => inbox.idOf(client, seq)
		};
		const context = { ...this.#context, volumes: this.volumes, strands, inbox, reading };
		for (const hash of cited.values()) {
			if (strands.has({ client: 0, seq: 0, id: hash })) continue;
			const volumes = this.volumes.upTo(hash);
			if (!volumes || typeof (await takeInVolumes(volumes, null, context)) === 'string') return false;
			await inbox.receive([]);
		}
		return true;
	}

	/** The last pack's volumes, one behind the other. */
	async *#each(
		idOf: (client: number, seq: number) => Uint8Array | undefined
	): AsyncGenerator<{ volume: Volume; originals: readonly Original[]; frames: readonly Frame[] }> {
		const { reading, lineage } = this.#context;
		let before: Volume | null = null;
		for (const hash of lineage().volumes) {
			const read = await this.volumes.read(hash, before, { ...reading, idOf });
			if (typeof read === 'string') throw new Error('a volume that was checked cannot be read');
			const { volume, originals } = read;
			yield { volume, originals, frames: originals.map(({ frame }) => frame) };
			before = volume;
		}
	}
}
