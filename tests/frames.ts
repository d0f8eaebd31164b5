/** Real frames for tests of ledgers, links and relays: a sealed document with its founder, and strands written in it. */
import { planChannel } from '#lib/roster/capability.ts';
import { found, invite, type Invite } from '#lib/roster/statement.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import { idBytes } from '#lib/seal/frame-bytes.ts';
import { foundedDocument, Frame } from '#lib/seal/frame.ts';
import { memberKeys, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { seededRandom } from './seeded-random.ts';

const time = Date.UTC(2026, 0, 5, 9);

export class TestDocument {
	readonly founding: Frame;
	readonly document: DocumentId;
	readonly member: MemberKeys;
	readonly random: Random;
	readonly #keys: readonly ChannelKey[];

	private constructor(founding: Frame, member: MemberKeys, random: Random, keys: readonly ChannelKey[]) {
		this.founding = founding;
		this.document = foundedDocument(founding);
		this.member = member;
		this.random = random;
		this.#keys = keys;
	}

	static async found(seed: string): Promise<TestDocument> {
		const random = seededRandom(seed);
		const author = await memberKeys(new Secret(random(32)), crypto.subtle);
		const details = { name: 'Ada', relation: 'case-manager' as const };
		const { frame, keys } = await found({ author, details, time, random });
		return new TestDocument(frame, author, random, keys);
	}

	log(channel: ChannelName): string {
		return logName({ document: this.document, channel, generation: 0 });
	}

	/** Acts under the founding statement, or under `citing`. */
	strand(channel: ChannelName = planChannel, citing: Frame = this.founding): TestStrand {
		const key = this.#keys.find((held) => held.channel === channel);
		if (!key) throw new Error(`no key for ${channel}`);
		return new TestStrand(this, key, citing);
	}

	/** A statement behind the founding one. */
	async invite(offer: Omit<Invite, 'invitation'>): Promise<{ frame: Frame; invitation: MemberKeys }> {
		const invitation = await memberKeys(new Secret(this.random(32)), crypto.subtle);
		const context = {
			author: this.member,
			details: { name: 'Ben', relation: 'client' as const },
			time,
			random: this.random
		};
		const place = { document: this.document, rosterHeads: [this.founding.id], heads: [], keys: this.#keys };
		return { frame: await invite(context, place, { ...offer, invitation }), invitation };
	}
}

export class TestStrand {
	readonly #of: TestDocument;
	readonly #key: ChannelKey;
	readonly #citing: Frame;
	readonly #strand: Uint8Array;
	readonly frames: Frame[] = [];

	constructor(of: TestDocument, key: ChannelKey, citing: Frame) {
		this.#of = of;
		this.#key = key;
		this.#citing = citing;
		this.#strand = of.random(16);
	}

	get client(): number {
		const first = this.frames[0];
		if (!first) throw new Error('nothing has been written');
		return first.client;
	}

	/** The next entries of the strand; `size` bytes of payload in each. */
	async write(count = 1, size = 20): Promise<Frame[]> {
		const written: Frame[] = [];
		for (let left = count; left > 0; left--) written.push(await this.#entry(size));
		return written;
	}

	async #entry(size: number): Promise<Frame> {
		const before = this.frames.at(-1);
		const bytes = await sealEntry(
			{
				kind: 'update',
				document: idBytes(this.#of.document),
				strand: this.#strand,
				seq: this.frames.length,
				previous: before?.id ?? new Uint8Array(32),
				rosterHeads: [this.#citing.id],
				clear: new Uint8Array()
			},
			{ time, heads: [], payload: new Uint8Array(size).fill(this.frames.length) },
			this.#key,
			this.#of.member
		);
		const frame = new Frame(bytes);
		this.frames.push(frame);
		return frame;
	}
}
