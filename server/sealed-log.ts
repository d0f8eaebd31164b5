/**
 * One sealed log while somebody is connected to it: what a push must be before it is stored. The frames themselves lie in the Y.Doc
 * that is served and in the store; of each strand only its end is kept here.
 */
import * as Y from 'yjs';
import { idBytes, memberId, sameBytes } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import { asAppend, readAppends, standsInPlace, structUpdate, type LogStruct } from '#lib/wire/frame-struct.ts';
import type { Carrier, Pushed, PushRefusal } from './push.ts';
import type { SealedDocument } from './sealed-document.ts';
import { Serial } from './serial.ts';
import type { Store } from './store.ts';

/** Where a strand ends: what its next entry must fit. Copies, so that no message is kept alive by them. */
interface Tip {
	readonly next: number;
	readonly id: Uint8Array;
	readonly heads: readonly Uint8Array[];
}

type Checked =
	| { readonly kind: 'fit'; readonly fresh: readonly Frame[]; readonly tips: ReadonlyMap<number, Tip> }
	| { readonly kind: 'refused'; readonly reason: PushRefusal };

export class SealedLog {
	readonly name: LogName;
	readonly #document: SealedDocument;
	readonly #copy: Y.Doc;
	readonly #store: Store;
	readonly #verify: Verify;
	readonly #documentBytes: Uint8Array;
	readonly #tips = new Map<number, Tip>();
	/** Checked and on their way to the disk, not yet in the copy; by strand and seq. */
	readonly #pending = new Map<string, Frame>();
	readonly #serial = new Serial();
	#durable: Promise<void> = Promise.resolve();
	#pushes = 0;

	constructor(name: LogName, document: SealedDocument, copy: Y.Doc, store: Store, verify: Verify) {
		this.name = name;
		this.#document = document;
		this.#copy = copy;
		this.#store = store;
		this.#verify = verify;
		this.#documentBytes = idBytes(name.document);
	}

	/** Fills the copy from the store. */
	async load(): Promise<void> {
		for await (const page of this.#store.frames(this.name)) {
			Y.applyUpdate(this.#copy, structUpdate(page), this);
			page.forEach(({ client, bytes }, i) => {
				if (page[i + 1]?.client !== client) this.#tips.set(client, tipOf(storedFrame(bytes)));
			});
		}
	}

	/** Something is being checked or stored. */
	get busy(): boolean {
		return this.#pushes > 0;
	}

	/** Checks, then stores. After 'stored' the caller applies the update to the copy. Updates are checked one after the other. */
	async push(update: Uint8Array, carrier: Carrier): Promise<Pushed> {
		const read = readAppends(update);
		if (read.kind === 'not-appends') return { kind: 'refused', reason: 'not-appends', entries: 0 };
		const entries = read.structs.length;
		this.#pushes++;
		try {
			const checked = await this.#serial.run(() => this.#take(read.structs, carrier));
			if (checked.kind === 'refused') return { ...checked, entries };
			await checked.durable;
			return { kind: 'stored', fresh: checked.fresh };
		} catch {
			this.#document.fail();
			return { kind: 'refused', reason: 'store', entries };
		} finally {
			this.#pushes--;
		}
	}

	/** To be called when stored updates have been applied to the copy. */
	applied(): void {
		for (const [name, frame] of this.#pending) {
			if (Y.getState(this.#copy.store, frame.client) <= frame.seq) return;
			this.#pending.delete(name);
		}
	}

	async #take(structs: readonly LogStruct[], carrier: Carrier) {
		if (this.#document.failed) return { kind: 'refused', reason: 'store' } as const;
		const checked = await this.#check(structs, carrier);
		if (checked.kind === 'refused') return checked;
		const { fresh, tips } = checked;
		if (fresh.length > 0) {
			for (const [client, tip] of tips) this.#tips.set(client, tip);
			for (const frame of fresh) this.#pending.set(placeName(frame.client, frame.seq), frame);
			this.#durable = this.#store.append(this.name, fresh);
			this.#durable.catch(() => undefined); // told to every push that waits for it
		}
		return { kind: 'taken', durable: this.#durable, fresh: fresh.length } as const;
	}

	async #check(structs: readonly LogStruct[], carrier: Carrier): Promise<Checked> {
		const tips = new Map<number, Tip>();
		const fresh: Frame[] = [];
		for (const struct of structs) {
			const held = this.#held(struct);
			if (held && sameBytes(held, struct.bytes)) continue;
			if (held) return refused('fork');
			const parsed = parseFrame(struct.bytes);
			if (parsed.kind === 'broken') return refused('frame');
			const { frame } = parsed;
			const tip = tips.get(struct.client) ?? this.#tips.get(struct.client);
			const fault = this.#faultOfPlace(struct, frame, tip) ?? (this.#isRoster ? null : this.#faultOfRight(frame, tip));
			if (fault) return refused(fault);
			tips.set(struct.client, tipOf(frame));
			fresh.push(frame);
		}
		const fault = this.#isRoster
			? await this.#document.addStatements(fresh, carrier)
			: await this.#faultOfSignatures(fresh);
		return fault ? refused(fault) : { kind: 'fit', fresh, tips };
	}

	#faultOfPlace(struct: LogStruct, frame: Frame, tip: Tip | undefined): PushRefusal | null {
		if (!standsInPlace(struct, frame)) return 'place';
		if (!sameBytes(frame.belongsTo, this.#documentBytes) || frame.channel !== this.name.channel) return 'log';
		if (frame.kind !== (this.#isRoster ? 'statement' : 'update')) return 'kind';
		if (frame.seq !== (tip?.next ?? 0)) return 'gap';
		if (tip && !sameBytes(frame.previous, tip.id)) return 'chain';
		return null;
	}

	#faultOfRight(frame: Frame, tip: Tip | undefined): PushRefusal | null {
		const { roster } = this.#document;
		const view = roster.at(frame.rosterHeads);
		if (!view) return 'heads';
		if (!view.mayWrite(memberId(frame.author), frame.channel)) return 'right';
		if (!tip || sameHeads(tip.heads, frame.rosterHeads)) return null;
		return roster.followsAll(frame.rosterHeads, tip.heads) ? null : 'heads-back';
	}

	async #faultOfSignatures(frames: readonly Frame[]): Promise<PushRefusal | null> {
		const good = await Promise.all(frames.map((frame) => verifyFrame(frame, this.#verify)));
		return good.every(Boolean) ? null : 'signature';
	}

	#held({ client, clock }: LogStruct): Uint8Array | null {
		const pending = this.#pending.get(placeName(client, clock));
		if (pending) return pending.bytes;
		// Entries never merge with their neighbours, so a strand's structs stand at their clocks.
		const struct = this.#copy.store.clients.get(client)?.[clock];
		return (struct && asAppend(struct)?.bytes) ?? null;
	}

	get #isRoster(): boolean {
		return this.name.channel === rosterChannel;
	}
}

function placeName(client: number, seq: number): string {
	return `${client}:${seq}`;
}

function tipOf(frame: Frame): Tip {
	return { next: frame.seq + 1, id: frame.id, heads: frame.rosterHeads.map((head) => head.slice()) };
}

function sameHeads(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
	return a.length === b.length && a.every((head, i) => sameBytes(head, b[i] ?? new Uint8Array()));
}

/** What the store holds was a frame when it was stored. */
function storedFrame(bytes: Uint8Array): Frame {
	const parsed = parseFrame(bytes);
	if (parsed.kind === 'broken') throw new Error(`the store holds what is no frame: ${parsed.reason}`);
	return parsed.frame;
}

function refused(reason: PushRefusal): { readonly kind: 'refused'; readonly reason: PushRefusal } {
	return { kind: 'refused', reason };
}
