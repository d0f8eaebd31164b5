/** A member with a changed client: valid keys, and no rule but what it pleases. It signs and seals whatever a test wants. */
import nacl from 'tweetnacl';
import { encodeContent, type Head } from '#lib/seal/content.ts';
import {
	FrameWriter,
	idBytes,
	joined,
	utf8,
	type ChannelName,
	type DocumentId
} from '#lib/seal/frame-bytes.ts';
import { Frame, headerBytes, type FrameHeader, type FrameKind } from '#lib/seal/frame.ts';
import { hash, strandClient } from '#lib/seal/frame-hash.ts';
import { memberKeys, signEntryId, type ChannelKey, type MemberKeys, type Signer } from '#lib/seal/keys.ts';
import { entryNonce } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import type { Person } from './attacked-person.ts';

const none = new Uint8Array(32);

/** What stands otherwise than an honest client would have it. */
export interface Twist {
	readonly kind?: FrameKind;
	readonly document?: DocumentId;
	/** The channel that the header names. */
	readonly channel?: ChannelName;
	readonly seq?: number;
	readonly previous?: Uint8Array;
	readonly rosterHeads?: readonly Uint8Array[];
	readonly heads?: readonly Head[];
	readonly clear?: Uint8Array;
	readonly key?: ChannelKey;
	/** The key id that the header names, if not the key's own. */
	readonly keyId?: Uint8Array;
	readonly epoch?: number;
	/** Who the header says wrote it. */
	readonly author?: Uint8Array;
	readonly signer?: Signer;
	readonly plaintext?: (plaintext: Uint8Array) => Uint8Array;
	readonly nonce?: (nonce: Uint8Array) => Uint8Array;
	readonly ciphertext?: (ciphertext: Uint8Array) => Uint8Array;
	readonly signature?: (signature: Uint8Array) => Uint8Array;
}

export class HostileMember {
	readonly document: DocumentId;
	readonly keys: MemberKeys;
	readonly #channelKeys: readonly ChannelKey[];
	readonly #rosterHeads: () => readonly Uint8Array[];

	private constructor(
		document: DocumentId,
		keys: MemberKeys,
		channelKeys: readonly ChannelKey[],
		heads: () => readonly Uint8Array[]
	) {
		this.document = document;
		this.keys = keys;
		this.#channelKeys = channelKeys;
		this.#rosterHeads = heads;
	}

	/** Somebody who sits at the table. */
	static at({
		opened
	}: {
		readonly opened: { readonly document: Person['opened']['document'] };
	}): HostileMember {
		const { id, me, keyring, roster } = opened.document;
		return new HostileMember(id, me, keyring.all, () => roster.roster.heads);
	}

	/** Somebody with keys of their own who sits at no table, but has got hold of the channel keys: as a relay's friend. */
	static async stranger({ opened }: Person): Promise<HostileMember> {
		const { id, keyring, roster } = opened.document;
		const keys = await memberKeys(new Secret(randomBytes(32)), crypto.subtle);
		return new HostileMember(id, keys, keyring.all, () => roster.roster.heads);
	}

	get rosterHeads(): readonly Uint8Array[] {
		return this.#rosterHeads();
	}

	/** The latest that it was given. */
	key(channel: ChannelName): ChannelKey {
		const keys = this.#channelKeys.filter((each) => each.channel === channel);
		const [key] = keys.sort((a, b) => b.epoch - a.epoch);
		if (!key) throw new Error(`no key for ${channel}`);
		return key;
	}

	get allKeys(): readonly ChannelKey[] {
		return this.#channelKeys;
	}

	strand(channel: ChannelName, bytes: Uint8Array = randomBytes(16)): HostileStrand {
		return new HostileStrand(this, channel, bytes);
	}

	/** One entry in a strand of its own. */
	entry(channel: ChannelName, payload: Payload, twist: Twist = {}): Promise<Frame> {
		return this.strand(channel).write(payload, twist);
	}
}

/** A Yjs update, made for the strand's client id. */
export type Payload = (client: number) => Uint8Array;

export class HostileStrand {
	readonly of: HostileMember;
	readonly channel: ChannelName;
	readonly bytes: Uint8Array;
	readonly client: number;
	readonly frames: Frame[] = [];

	constructor(of: HostileMember, channel: ChannelName, bytes: Uint8Array) {
		this.of = of;
		this.channel = channel;
		this.bytes = bytes;
		this.client = strandClient(idBytes(of.document), channel, of.keys.publicKey, bytes);
	}

	/** The next entry, kept as the strand's last. */
	async write(payload: Payload, twist: Twist = {}): Promise<Frame> {
		const frame = await this.draft(payload, twist);
		this.frames.push(frame);
		return frame;
	}

	/** The same, not kept: the next one takes the same place. */
	async draft(payload: Payload, twist: Twist = {}): Promise<Frame> {
		const { of, channel, bytes, frames, client } = this;
		const key = twist.key ?? of.key(channel);
		const header: FrameHeader = {
			kind: twist.kind ?? 'update',
			document: idBytes(twist.document ?? of.document),
			channel: twist.channel ?? channel,
			epoch: twist.epoch ?? key.epoch,
			keyId: twist.keyId ?? key.id,
			author: twist.author ?? of.keys.publicKey,
			strand: bytes,
			seq: twist.seq ?? frames.length,
			previous: twist.previous ?? frames.at(-1)?.id ?? none,
			rosterHeads: twist.rosterHeads ?? of.rosterHeads,
			clear: twist.clear ?? new Uint8Array()
		};
		const content = { time: 0, heads: twist.heads ?? [], payload: payload(client) };
		return sealAnyhow(header, encodeContent(content), key, twist, twist.signer ?? of.keys);
	}
}

async function sealAnyhow(
	header: FrameHeader,
	content: Uint8Array,
	key: ChannelKey,
	twist: Twist,
	signer: Signer
): Promise<Frame> {
	const same = (bytes: Uint8Array) => bytes;
	const { plaintext = same, nonce: turn = same, ciphertext: change = same, signature: bend = same } = twist;
	const head = headerBytes(header);
	const plain = plaintext(content);
	const nonce = turn(entryNonce(key.key, head, plain));
	const sealed = change(nacl.secretbox(plain, nonce, key.key.reveal()));
	const unsigned = joined(head, new FrameWriter().raw(nonce).part(sealed).done());
	const signature = await signEntryId(signer, hash('roundtable/entry/1', unsigned));
	return new Frame(joined(unsigned, bend(signature.slice())));
}

/** The same signature in the other form that a careless check takes: s + the group's order. */
export function malleated(signature: Uint8Array): Uint8Array {
	const order = 2n ** 252n + 27742317777372353535851937790883648493n;
	const bent = signature.slice();
	let s = 0n;
	for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(signature[i] ?? 0);
	s += order;
	for (let i = 32; i < 64; i++, s >>= 8n) bent[i] = Number(s & 255n);
	return bent;
}

export function randomBytes(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}

export const anyText = utf8('{"name":"Eve","relation":"family"}');
