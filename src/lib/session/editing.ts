/**
 * What is edited here: named edits and undo change the channel's document, and what that emits goes to the writer of the moment. The
 * shadow lags behind by what is not sealed yet.
 */
import * as Y from 'yjs';
import { channelDoc } from './channel-doc.ts';
import { History } from './history.ts';
import type { Writing } from './writing.ts';

export interface EditingContext {
	readonly doc: Y.Doc;
	readonly writing: () => Writing;
	readonly mayWrite: () => boolean;
	/** Whether undo may take this item away: what the channel's content says of itself. Null where nothing is ever taken back. */
	readonly mayUndo: ((item: Y.Item) => boolean) | null;
}

export class Editing {
	readonly #context: EditingContext;
	readonly #origin = Symbol('an edit made here');
	#history: History | null = null;
	#shadow: Y.Doc | null = null;

	constructor(context: EditingContext) {
		this.#context = context;
	}

	/** From now on, what changes is typed here. */
	begin(): void {
		const { doc } = this.#context;
		doc.on('update', (update: Uint8Array, origin: unknown) => this.#collect(update, origin));
	}

	/** Runs one named edit. Throws where this member may not write: screens offer no such edit. */
	edit<T>(change: (doc: Y.Doc) => T): T {
		const { doc } = this.#context;
		this.#ready();
		return doc.transact(() => change(doc), this.#origin);
	}

	undo(): void {
		if (!this.#context.mayWrite()) return;
		this.#ready();
		this.#history?.undo();
	}

	redo(): void {
		if (!this.#context.mayWrite()) return;
		this.#ready();
		this.#history?.redo();
	}

	/** Null until there is a strand to write, and where nothing is ever taken back. */
	get history(): History | null {
		return this.#history;
	}

	/** The writer that there is now writes in the document. */
	adopt(): void {
		const { doc, writing, mayUndo } = this.#context;
		const { writer } = writing();
		if (!writer) return;
		doc.clientID = writer.state.client;
		if (mayUndo) this.#history ??= new History(doc, this.#origin, mayUndo);
	}

	/** The document as far as it is sealed, made when it is first needed. */
	shadow(): Y.Doc {
		if (!this.#shadow) {
			this.#shadow = channelDoc();
			Y.applyUpdate(this.#shadow, Y.encodeStateAsUpdate(this.#context.doc));
		}
		return this.#shadow;
	}

	/** Into which what others wrote goes. The shadow first: it must hold whatever the document's next edit can refer to. */
	get docs(): readonly Y.Doc[] {
		const { doc } = this.#context;
		return this.#shadow ? [this.#shadow, doc] : [doc];
	}

	close(): void {
		this.#history?.close();
		this.#context.doc.destroy();
		this.#shadow?.destroy();
	}

	#ready(): void {
		const { doc, writing, mayWrite } = this.#context;
		const { writer } = writing();
		if (!writer || !mayWrite()) throw new Error('this member may not write here');
		this.shadow();
		// Yjs changes it when it meets its own id in what it applies.
		doc.clientID = writer.state.client;
	}

	/** Runs in a Yjs listener, where a throw would silence the document for good. */
	#collect(update: Uint8Array, origin: unknown): void {
		if (origin !== this.#origin && !this.#history?.made(origin)) return;
		this.#context.writing().writer?.take(update);
	}
}
