/** The sealed documents that the relay has in memory; of those not in use, the longest unused go first. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { SealedDocument } from './sealed-document.ts';
import type { Store } from './store.ts';

const mostIdle = 256;
const largestIdle = 64;

export class Documents {
	readonly #store: Store;
	readonly #used = new Map<DocumentId, { readonly document: SealedDocument; users: number }>();
	readonly #idle = new Map<DocumentId, SealedDocument>();

	constructor(store: Store) {
		this.#store = store;
	}

	/** A document that is in use is the same object for all its users. */
	async use<T>(id: DocumentId, work: (document: SealedDocument) => Promise<T>): Promise<T> {
		const document = this.open(id);
		try {
			return await work(document);
		} finally {
			this.release(id);
		}
	}

	open(id: DocumentId): SealedDocument {
		const used = this.#used.get(id);
		if (used) {
			used.users += 1;
			return used.document;
		}
		const document = this.#idle.get(id) ?? new SealedDocument(id, this.#store);
		this.#idle.delete(id);
		this.#used.set(id, { document, users: 1 });
		return document;
	}

	release(id: DocumentId): void {
		const used = this.#used.get(id);
		if (!used) return;
		used.users -= 1;
		if (used.users > 0) return;
		this.#used.delete(id);
		// A statement costs some 5 KB of memory: only short rosters are kept for the next time.
		if (used.document.size > largestIdle) return;
		this.#idle.set(id, used.document);
		const [oldest] = this.#idle.keys();
		if (this.#idle.size > mostIdle && oldest !== undefined) this.#idle.delete(oldest);
	}
}
