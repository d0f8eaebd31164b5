import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { SealedDocument } from './sealed-document.ts';

interface Held {
	readonly document: SealedDocument;
	readonly loaded: Promise<void>;
	holders: number;
}

/** The sealed documents in use: one object for each, as long as anyone holds it. */
export class SealedDocuments {
	readonly #make: (id: DocumentId) => SealedDocument;
	readonly #held = new Map<DocumentId, Held>();

	constructor(make: (id: DocumentId) => SealedDocument) {
		this.#make = make;
	}

	/** To be matched by `release`, unless it rejects. A document that the store does not know has an empty roster. */
	async hold(id: DocumentId): Promise<SealedDocument> {
		let held = this.#held.get(id);
		if (!held) {
			const document = this.#make(id);
			held = { document, loaded: document.load(), holders: 0 };
			this.#held.set(id, held);
		}
		held.holders++;
		try {
			await held.loaded;
		} catch (error) {
			this.release(id);
			throw error;
		}
		return held.document;
	}

	release(id: DocumentId): void {
		const held = this.#held.get(id);
		if (held && --held.holders === 0) this.#held.delete(id);
	}

	async use<T>(id: DocumentId, task: (document: SealedDocument) => Promise<T>): Promise<T> {
		const document = await this.hold(id);
		try {
			return await task(document);
		} finally {
			this.release(id);
		}
	}
}
