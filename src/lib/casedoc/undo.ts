import * as Y from 'yjs';
import { isListName } from './list.ts';
import { isBuiltOn } from './state-history.ts';

/**
 * For `new Y.UndoManager(doc, { deleteFilter: mayUndo })`: what taking back one's own edits must not delete.
 *
 * A record that was added stays, as others may have written in it meanwhile: undo takes away its `created` field, and
 * with it the record from sight. A change of state stays in the history once somebody changed it again in sight of it.
 */
export function mayUndo(item: Y.Item): boolean {
	const { parent, content } = item;
	if (!(parent instanceof Y.AbstractType) || parent._item !== null) return true;
	if (content instanceof Y.ContentType) return !isListName(Y.findRootTypeKey(parent));
	return !(parent instanceof Y.Array && isBuiltOn(parent, content.getContent()));
}
