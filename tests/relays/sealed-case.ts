/** A sealed document with people of every capability, and whatever entries a test wants of them, honest or not. */
import { caseChannels, planChannel, throughout, type Capabilities } from '#lib/roster/capability.ts';
import { accept, found, invite, remove, replace } from '#lib/roster/statement.ts';
import { entryId, idBytes, joined, type ChannelName, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { foundedDocument, Frame, sortedHeads, type FrameKind } from '#lib/seal/frame.ts';
import { packLabel, type PackKind, type PackLabel } from '#lib/seal/frame-pack.ts';
import { channelKey, memberKeys, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { logName, type Generation } from '#lib/wire/frame-name.ts';
import { signToken } from '#lib/wire/frame-token.ts';
import { seededRandom } from '../seeded-random.ts';

const time = Date.UTC(2026, 0, 5, 9);

export interface EntryChange {
	readonly channel?: ChannelName;
	readonly kind?: FrameKind;
	/** Makes it a pack's. */
	readonly pack?: PackLabel;
	readonly document?: DocumentId;
	readonly seq?: number;
	readonly previous?: Uint8Array;
	readonly rosterHeads?: readonly Uint8Array[];
	readonly size?: number;
}

export interface Invited {
	readonly statement: Frame;
	readonly keys: MemberKeys;
}

export class SealedCase {
	readonly founding: Frame;
	readonly document: DocumentId;
	readonly manager: MemberKeys;
	readonly random: Random;
	/** The roster so far, each behind what it follows. */
	readonly statements: Frame[];
	readonly #keys: readonly ChannelKey[];

	private constructor(founding: Frame, manager: MemberKeys, random: Random, keys: readonly ChannelKey[]) {
		this.founding = founding;
		this.document = foundedDocument(founding);
		this.manager = manager;
		this.random = random;
		this.statements = [founding];
		this.#keys = keys;
	}

	static async found(seed: string): Promise<SealedCase> {
		const random = seededRandom(seed);
		const author = await newKeys(random);
		const { frame, keys } = await found({
			author,
			details: { name: 'Ada', relation: 'case-manager' },
			time,
			random
		});
		return new SealedCase(frame, author, random, keys);
	}

	log(channel: ChannelName = planChannel, generation: Generation = 0): string {
		return logName({ document: this.document, channel, generation });
	}

	get heads(): readonly Uint8Array[] {
		const last = this.statements.at(-1);
		return last ? [last.id] : [];
	}

	/** Not put among the statements. */
	async invite(offer: Capabilities, expiry = 0, by = this.manager, until = 0): Promise<Invited> {
		const keys = await newKeys(this.random);
		const context = {
			author: by,
			details: { name: 'Ben', relation: 'provider' as const },
			time,
			random: this.random
		};
		const statement = await invite(context, this.#place, {
			capabilities: offer,
			expiry,
			until,
			careful: false,
			invitation: keys
		});
		return { statement, keys };
	}

	/** Not put among the statements. */
	async accept(invited: Invited): Promise<{ statement: Frame; member: MemberKeys }> {
		const member = await newKeys(this.random);
		const context = {
			author: member,
			details: { name: 'Ben', relation: 'provider' as const },
			time,
			random: this.random
		};
		const statement = await accept(context, this.#place, entryId(invited.statement.id), invited.keys);
		return { statement, member };
	}

	/** Takes away the seat that an acceptance took, by a manager. Not put among the statements. */
	async remove(accepted: Frame): Promise<Frame> {
		const context = {
			author: this.manager,
			details: { name: 'Ada', relation: 'case-manager' as const },
			time,
			random: this.random
		};
		return remove(context, this.#place, entryId(accepted.id), { pins: [], rotating: null });
	}

	/** Gives the founder's seat a new key. Not put among the statements. */
	async replace(): Promise<{ statement: Frame; member: MemberKeys }> {
		const member = await newKeys(this.random);
		const context = {
			author: this.manager,
			details: { name: 'Ada', relation: 'case-manager' as const },
			time,
			random: this.random
		};
		const seat = entryId(this.founding.id);
		return {
			statement: await replace(context, this.#place, seat, member, { pins: [], rotating: null }),
			member
		};
	}

	/** Invites and seats somebody, in the roster. */
	async seat(offer: Capabilities): Promise<MemberKeys> {
		const invited = await this.invite(offer);
		this.statements.push(invited.statement);
		const { statement, member } = await this.accept(invited);
		this.statements.push(statement);
		return member;
	}

	seatThroughout(capability: Parameters<typeof throughout>[0]): Promise<MemberKeys> {
		return this.seat(throughout(capability, caseChannels));
	}

	strand(author: MemberKeys): CaseStrand {
		return new CaseStrand(this, author, this.random(16));
	}

	/** All frames of a pack. */
	async pack(author: MemberKeys, what: PackKind, frames = 1, change: EntryChange = {}): Promise<Frame[]> {
		const strand = this.strand(author);
		for (let seq = 0; seq < frames; seq++) await strand.write({ ...change, pack: { what, frames } });
		return strand.frames;
	}

	async entry(
		author: MemberKeys,
		strand: Uint8Array,
		seq: number,
		previous: Uint8Array,
		change: EntryChange
	): Promise<Frame> {
		const channel = change.channel ?? planChannel;
		const key = this.#keys.find((held) => held.channel === channel) ?? strangeKey(channel);
		const place = {
			kind: change.kind ?? (change.pack ? 'pack' : 'update'),
			document: idBytes(change.document ?? this.document),
			strand,
			seq: change.seq ?? seq,
			previous: change.previous ?? previous,
			rosterHeads: sortedHeads(change.rosterHeads ?? this.heads),
			clear: change.pack ? packLabel(change.pack) : new Uint8Array()
		};
		const payload = this.random(change.size ?? 40);
		return new Frame(await sealEntry(place, { time, heads: [], payload }, key, author));
	}

	/** The body of a founding request. */
	get foundingBody(): Uint8Array<ArrayBuffer> {
		return foundingBody(this.statements);
	}

	get #place() {
		return { document: this.document, rosterHeads: this.heads, heads: [], keys: this.#keys };
	}
}

/** One strand of one author, in one channel unless a change says otherwise. */
export class CaseStrand {
	readonly #of: SealedCase;
	readonly #author: MemberKeys;
	readonly #strand: Uint8Array;
	readonly frames: Frame[] = [];

	constructor(of: SealedCase, author: MemberKeys, strand: Uint8Array) {
		this.#of = of;
		this.#author = author;
		this.#strand = strand;
	}

	/** The next entry, kept. */
	async write(change: EntryChange = {}): Promise<Frame> {
		const frame = await this.draft(change);
		this.frames.push(frame);
		return frame;
	}

	/** What the next entry would be; not kept. */
	draft(change: EntryChange = {}): Promise<Frame> {
		const before = this.frames.at(-1)?.id ?? new Uint8Array(32);
		return this.#of.entry(this.#author, this.#strand, this.frames.length, before, change);
	}
}

export function foundingBody(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
	const parts = frames.flatMap(({ bytes }) => {
		const length = new Uint8Array(4);
		new DataView(length.buffer).setUint32(0, bytes.length);
		return [length, bytes];
	});
	return new Uint8Array(joined(...parts));
}

export function newKeys(random: Random): Promise<MemberKeys> {
	return memberKeys(new Secret(random(32)), crypto.subtle);
}

export async function proof(
	address: string,
	log: string,
	reader: MemberKeys,
	signedFor = address
): Promise<string> {
	const answer = (await (await fetch(`${address}/relay/nonce`)).json()) as { nonce: string };
	const nonce = new Uint8Array(Buffer.from(answer.nonce, 'base64url'));
	return signToken({ nonce, address: signedFor, log }, reader);
}

function strangeKey(channel: ChannelName): ChannelKey {
	return channelKey(channel, 0, new Secret(new Uint8Array(32).fill(3)));
}
