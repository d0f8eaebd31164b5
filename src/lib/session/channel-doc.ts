/** A document of a channel's entries, in which all that is asked of where items lie has the same answer on every device. */
import * as Y from 'yjs';

/**
 * What a deleted type held is emptied, and its items stay: where something may stand is judged by what its author knew, be it that a
 * deletion that they had not seen has come here before.
 */
export function channelDoc(): Y.Doc {
	return new Y.Doc({ gcFilter: ({ content }) => !(content instanceof Y.ContentType) });
}
