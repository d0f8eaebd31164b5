import type * as Y from 'yjs';

/** Calls back after every change of a document, once for each transaction that changed something. */
export function watch(doc: Y.Doc, changed: () => void): () => void {
	const look = (transaction: Y.Transaction): void => {
		if (transaction.changed.size > 0) changed();
	};
	doc.on('afterTransaction', look);
	return () => doc.off('afterTransaction', look);
}
