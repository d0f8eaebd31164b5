/** What somebody has begun to say in a case and not yet said: kept in the vault, so that no lock and no reload loses it. */
import type { Clock } from '#lib/clock.ts';
import { fromUtf8, toText, utf8, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { KeptRecords } from './kept-records.ts';

/** As for what is written in a plan, but for the strict promise: 300 ms. */
const pause = 300;

export class Unsaid {
	readonly #document: DocumentId;
	readonly #records: KeptRecords;
	readonly #clock: Clock;
	readonly #texts: Map<string, string>;
	readonly #unwritten = new Set<string>();
	#stop: (() => void) | null = null;

	private constructor(document: DocumentId, records: KeptRecords, clock: Clock, texts: Map<string, string>) {
		this.#document = document;
		this.#records = records;
		this.#clock = clock;
		this.#texts = texts;
	}

	/** What cannot be read just now begins empty. */
	static async open(
		document: DocumentId,
		{ vault, records, clock }: { vault: Vault; records: KeptRecords; clock: Clock }
	): Promise<Unsaid> {
		const texts = new Map<string, string>();
		for (const record of await recordsOf(document, vault)) {
			const read = await vault.read(record);
			const kept = read.kind === 'found' ? decode(read.bytes) : null;
			if (kept) texts.set(...kept);
		}
		return new Unsaid(document, records, clock, texts);
	}

	/** By the names of the fields that they stand in. */
	get texts(): ReadonlyMap<string, string> {
		return this.#texts;
	}

	set(name: string, text: string): void {
		if (text === (this.#texts.get(name) ?? '')) return;
		if (text === '') this.#texts.delete(name);
		else this.#texts.set(name, text);
		this.#unwritten.add(name);
		this.#stop ??= this.#clock.after(pause, () => void this.flush());
	}

	async flush(): Promise<void> {
		this.#stop?.();
		this.#stop = null;
		const names = [...this.#unwritten];
		this.#unwritten.clear();
		await Promise.all(names.map((name) => this.#write(name)));
	}

	/** Nothing more is written. */
	forget(): void {
		this.#stop?.();
		this.#unwritten.clear();
		this.#texts.clear();
	}

	async #write(name: string): Promise<void> {
		const record = recordOf(this.#document, name);
		const text = this.#texts.get(name);
		if (text === undefined) await this.#records.tryRemove(record);
		else await this.#records.keep(record, utf8(JSON.stringify([name, text])), 'write');
	}
}

/** The case is no longer on this device. */
export async function removeUnsaid(
	document: DocumentId,
	{ vault, records }: { vault: Vault; records: KeptRecords }
): Promise<void> {
	for (const record of await recordsOf(document, vault)) await records.tryRemove(record);
}

const prefix = 'unsaid/';

async function recordsOf(document: DocumentId, vault: Vault): Promise<readonly string[]> {
	const read = await vault.names(`${prefix}${document}/`);
	return read.kind === 'names' ? read.names : [];
}

/** A field's name may hold an id of the plan: its hash says nothing. */
function recordOf(document: DocumentId, name: string): string {
	return `${prefix}${document}/${toText(hash('roundtable/unsaid/1', utf8(name)))}`;
}

function decode(bytes: Uint8Array): [string, string] | null {
	try {
		const [name, text] = JSON.parse(fromUtf8(bytes)) as unknown[];
		return typeof name === 'string' && typeof text === 'string' ? [name, text] : null;
	} catch {
		return null;
	}
}
