/**
 * A link's own copy of one sealed log. Whatever a relay sends lands here and nowhere else; what looks like entries is handed up to be
 * verified. It is filled from the ledger first, so that a relay's junk under a known (client, clock) has no place left.
 */
import * as Y from 'yjs';
import { Frame, parseFrame } from '#lib/seal/frame.ts';
import { asAppend, standsInPlace, structUpdate } from './frame-struct.ts';

export interface CopyEvents {
	found(frames: readonly Frame[]): void;
	junk(count: number): void;
}

const ours = Symbol('put here from the ledger');

export class Copy {
	readonly doc = new Y.Doc();
	readonly #events: CopyEvents;

	constructor(events: CopyEvents) {
		this.#events = events;
		this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
			if (transaction.origin !== ours) this.#read(transaction);
		});
	}

	/** How many entries of a strand the copy holds, verified or not. */
	count(client: number): number {
		return Y.getState(this.doc.store, client);
	}

	/** What stands here in frames beyond the given counts, each strand in order. */
	framesBeyond(counts: ReadonlyMap<number, number>): Frame[] {
		return [...this.doc.store.clients.keys()].flatMap((client) =>
			structsFrom(this.doc, client, counts.get(client) ?? 0, this.count(client)).flatMap(
				(struct) => frameOf(struct) ?? []
			)
		);
	}

	/** Appends verified frames; those that are there already, or whose place a relay has taken, change nothing. */
	put(frames: readonly Frame[]): void {
		const lacking = frames.filter((frame) => frame.seq >= this.count(frame.client));
		if (lacking.length > 0) Y.applyUpdate(this.doc, structUpdate(lacking), ours);
	}

	/** Runs in a Yjs listener, where a throw would silence the document for good. */
	#read(transaction: Y.Transaction): void {
		const frames: Frame[] = [];
		let junk = 0;
		for (const [client, end] of transaction.afterState) {
			const start = transaction.beforeState.get(client) ?? 0;
			for (const struct of structsFrom(this.doc, client, start, end)) {
				const frame = frameOf(struct);
				if (frame) frames.push(frame);
				else junk += 1;
			}
		}
		if (frames.length > 0) this.#events.found(frames);
		if (junk > 0) this.#events.junk(junk);
	}
}

function structsFrom(doc: Y.Doc, client: number, start: number, end: number): Y.AbstractStruct[] {
	if (end <= start) return [];
	const structs = doc.store.clients.get(client) ?? [];
	let from = structs.length;
	while (from > 0 && (structs[from - 1]?.id.clock ?? 0) >= start) from -= 1;
	return structs.slice(from);
}

function frameOf(struct: Y.AbstractStruct): Frame | null {
	const append = asAppend(struct);
	const parsed = append && parseFrame(append.bytes);
	return append && parsed?.kind === 'frame' && standsInPlace(append, parsed.frame) ? parsed.frame : null;
}
