/** A whole case, from the bytes of its sealed logs and one secret. */
import { must, none } from './bytes.ts';
import { isSound, openEntry, pack, readEntry, statement, update, type Content, type Entry } from './entry.ts';
import { openBox, openPast, type ChannelKey, type Member } from './keys.ts';
import { readVolume, type Volume } from './originals.ts';
import { contentOf, readLabel, volumeHash, type Label } from './pack.ts';
import { readSkeleton, type Skeleton } from './statement.ts';

export interface Statement {
	readonly entry: Entry;
	readonly skeleton: Skeleton;
}

export interface Opened {
	readonly entry: Entry;
	readonly content: Content;
}

export interface Pack {
	readonly what: Label['what'];
	readonly id: Buffer;
	readonly content: Buffer;
}

export class ReadCase {
	readonly document: Buffer;
	readonly statements: readonly Statement[];
	readonly keys: ChannelKey[] = [];

	/** `me`: whose boxes are opened. */
	constructor(roster: readonly Uint8Array[], me: Member) {
		this.statements = roster.map(readEntry).map((entry) => {
			must(entry.kind === statement && entry.channel === 'roster' && isSound(entry), 'a signed statement');
			return { entry, skeleton: readSkeleton(entry.clear) };
		});
		const founding = this.statements.filter(({ skeleton }) => skeleton.type === 'found');
		must(founding.length === 1, 'one founding statement');
		this.document = founding[0]?.entry.belongsTo ?? none;
		must(
			this.statements.every(({ entry }) => entry.belongsTo.equals(this.document)),
			'one document'
		);
		this.#takeKeys(me);
		this.#takePast();
	}

	/** What a statement says, sealed. */
	said(statement: Statement): unknown {
		return JSON.parse(this.open(statement.entry).payload.toString('utf8'));
	}

	open(entry: Entry): Content {
		return openEntry(entry, this.keyOf(entry));
	}

	keyOf({ channel, epoch, keyId }: Entry): ChannelKey {
		const isIt = (key: ChannelKey) => key.channel === channel && key.epoch === epoch && key.id.equals(keyId);
		const key = this.keys.find(isIt);
		must(key !== undefined, 'a key that was given');
		return key;
	}

	/** The updates of a log, those of a strand in order. */
	updates(log: readonly Uint8Array[]): Opened[] {
		const entries = this.#strands(log).flat();
		return entries
			.filter(({ kind }) => kind === update)
			.map((entry) => ({ entry, content: this.open(entry) }));
	}

	packs(log: readonly Uint8Array[]): Pack[] {
		const strands = this.#strands(log).filter(([first]) => first?.kind === pack);
		return strands.map((entries) => ({
			what: readLabel(entries[0] ?? raise()).what,
			id: entries[0]?.id ?? none,
			content: contentOf(
				entries,
				entries.map((entry) => this.open(entry))
			)
		}));
	}

	/** Those with these hashes, each behind the one before. */
	volumes(hashes: readonly Buffer[], packs: readonly Pack[], channel: string): Volume[] {
		const place = {
			document: this.document,
			channel,
			keys: this.keys.filter((key) => key.channel === channel)
		};
		const ids = new Map<string, Buffer>();
		return hashes.map((hash, i) => {
			const found = packs.find(({ content }) => volumeHash(content).equals(hash));
			must(found?.what === 'volume', 'the volume that is named');
			const volume = readVolume(found.content, { ...place, ids });
			must(volume.before.equals(hashes[i - 1] ?? none), 'the volume before');
			const signed = volume.originals.filter(({ isLast }) => isLast);
			must(
				signed.every(({ entry }) => isSound(entry)),
				'signatures of the last entries'
			);
			return volume;
		});
	}

	/** Signed, and chained from seq 0 on. */
	#strands(log: readonly Uint8Array[]): Entry[][] {
		const strands = new Map<number, Entry[]>();
		for (const entry of log.map(readEntry).sort((a, b) => a.seq - b.seq)) {
			must(entry.document.equals(this.document) && isSound(entry), 'a signed entry of this document');
			const strand = strands.get(entry.client) ?? [];
			must(entry.seq === strand.length, 'all entries of the strand');
			must(entry.previous.equals(strand.at(-1)?.id ?? none), 'the id of the entry before');
			strands.set(entry.client, [...strand, entry]);
		}
		return [...strands.values()];
	}

	#takeKeys(me: Member): void {
		const mine = Buffer.from(me.box.publicKey);
		for (const { skeleton } of this.statements) {
			const boxes = skeleton.boxes.filter(({ recipient }) => recipient.equals(mine));
			for (const { box } of boxes) this.keys.push(...openBox(box, me));
		}
	}

	#takePast(): void {
		for (let before = -1; before < this.keys.length;) {
			before = this.keys.length;
			for (const { skeleton } of this.statements) {
				for (const past of skeleton.rotation?.past ?? []) {
					const next = skeleton.rotation?.keys.find(({ channel }) => channel === past.channel);
					const held = this.keys.find(({ id }) => next && id.equals(next.keyId));
					const isKnown = this.keys.some(({ id }) => id.equals(past.keyId));
					if (held && !isKnown) this.keys.push(openPast(past, held));
				}
			}
		}
	}
}

function raise(): never {
	throw new Error('a strand has entries');
}
