import * as Y from 'yjs';

/** Edits made here since the document was opened, to be taken back and restored; never another person's. */
export class History {
	readonly #undo: Y.UndoManager;

	/** `mayUndo`: whether undo may take an item away, by what the channel's content says of itself. */
	constructor(doc: Y.Doc, origin: symbol, mayUndo: (item: Y.Item) => boolean) {
		this.#undo = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]), deleteFilter: mayUndo });
	}

	/** Whether a transaction of this origin takes back or restores. */
	made(origin: unknown): boolean {
		return origin === this.#undo;
	}

	undo(): void {
		this.#undo.undo();
	}

	redo(): void {
		this.#undo.redo();
	}

	/** What comes next is taken back by itself, not together with what came just before. */
	separate(): void {
		this.#undo.stopCapturing();
	}

	/** What has been done so far is not to be taken back. */
	forget(): void {
		this.#undo.clear();
	}

	get canUndo(): boolean {
		return this.#undo.undoStack.length > 0;
	}

	get canRedo(): boolean {
		return this.#undo.redoStack.length > 0;
	}

	onChange(changed: () => void): () => void {
		this.#undo.on('stack-item-added', changed);
		this.#undo.on('stack-item-popped', changed);
		return () => {
			this.#undo.off('stack-item-added', changed);
			this.#undo.off('stack-item-popped', changed);
		};
	}

	close(): void {
		this.#undo.destroy();
	}
}
