/** A document that this relay does not know is told to it by its own statements, which prove themselves. */
import { rosterChannel } from '#lib/roster/capability.ts';
import { memberId, sameBytes } from '#lib/seal/frame-bytes.ts';
import { foundedDocument, type Frame } from '#lib/seal/frame.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import type { AppendRefusal } from './append-answer.ts';
import type { Appends } from './appends.ts';
import type { Documents } from './documents.ts';
import type { Log } from './log.ts';
import type { Logs } from './logs.ts';
import { rosterLog } from './sealed-document.ts';

export type Founded =
	| { readonly kind: 'stored'; readonly count: number }
	| { readonly kind: 'refused'; readonly reason: AppendRefusal };

export interface FoundingOptions {
	readonly documents: Documents;
	readonly appends: Appends;
	readonly logs: Logs;
	readonly log: Log;
}

/** Bytes of some eighty statements. */
const shortBody = 64 * 1024;

export class Founding {
	readonly #options: FoundingOptions;
	/** Long rosters are checked one after the other: each takes time and memory, and anyone may send one. */
	#long: Promise<unknown> = Promise.resolve();

	constructor(options: FoundingOptions) {
		this.#options = options;
	}

	/** `body`: a roster's frames, the founding one first, each as u32 length ‖ bytes. */
	found(body: Uint8Array): Promise<Founded> {
		if (body.length <= shortBody) return this.#found(body);
		const found = this.#long.then(() => this.#found(body));
		this.#long = found.catch(() => undefined);
		return found;
	}

	async #found(body: Uint8Array): Promise<Founded> {
		const frames = splitFrames(body);
		const founded = await this.#take(frames ?? []);
		if (founded.kind === 'refused') this.#options.log('founding-refused', { reason: founded.reason });
		else if (founded.count > 0) this.#options.log('founded', { statements: founded.count });
		return founded;
	}

	async #take(frames: readonly Frame[]): Promise<Founded> {
		const { documents, appends, logs } = this.#options;
		const [founding] = frames;
		if (!founding) return refused('frame');
		if (!founding.isFounding) return refused('statement');
		if (frames.some((frame) => !sameBytes(frame.belongsTo, founding.belongsTo))) return refused('document');
		if (frames.some(({ channel }) => channel !== rosterChannel)) return refused('channel');
		const log = rosterLog(foundedDocument(founding));
		const isNew = await documents.use(log.document, async (held) => !(await held.roster()).founded);
		const taken = await appends.take(log, frames, isNew ? 'founding' : stranger);
		if (taken.kind === 'refused') return refused(taken.reason);
		await logs.spread(log, frames);
		return taken;
	}
}

/** Whoever posts a roster that is known here is nobody in particular. */
const stranger = memberId(new Uint8Array(32));

function refused(reason: AppendRefusal): Founded {
	return { kind: 'refused', reason };
}
