/** A sealed document with a founder and an editor, real keys, and entries of every kind: what the fuzzer begins from. */
import nacl from 'tweetnacl';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { encodeSkeleton } from '#lib/roster/skeleton.ts';
import type { Content } from '#lib/seal/content.ts';
import { encodeContent } from '#lib/seal/content.ts';
import { FrameWriter, idBytes, joined, utf8 } from '#lib/seal/frame-bytes.ts';
import { Frame, headerBytes, type FrameHeader } from '#lib/seal/frame.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { packLabel } from '#lib/seal/frame-pack.ts';
import { signEntryId, type ChannelKey, type Signer } from '#lib/seal/keys.ts';
import { entryNonce } from '#lib/seal/seal.ts';
import { RosterTable, type Seated } from '../simulation/roster-table.ts';
import type { Field } from './pieces.ts';

export const frameGrammar: readonly Field[] = [
	...(['u8', 'u8', 32, 'name', 'u32', 32, 32, 16, 'u32', 32, { count: 'u8', of: [32] }, 'part'] as const),
	...([24, 'part', 64] as const)
];

export interface Samples {
	readonly table: RosterTable;
	readonly editor: Seated;
	/** Founding, invite, accept, a strand of updates, a pack, presence. */
	readonly frames: readonly Frame[];
}

export async function makeSamples(): Promise<Samples> {
	const table = await RosterTable.found('fuzz');
	const editor = await table.seat(table.founder, [table.founding], 'edit');
	const place = { document: idBytes(table.document), rosterHeads: [editor.seat], clear: new Uint8Array() };
	const frames = [table.founding, editor.invited, editor.accepted];
	const strand = table.random(16);
	let previous = new Uint8Array(32);
	for (let seq = 0; seq < 3; seq++) {
		const header = { ...place, kind: 'update', strand, seq, previous } as const;
		const content = { time: seq, heads: [], payload: utf8(`entry ${seq}`) };
		const frame = await sealed(header, encodeContent(content), keyOf(table, planChannel), table.founder);
		frames.push(frame);
		previous = frame.id.slice();
	}
	const first = { ...place, strand: table.random(16), seq: 0, previous: new Uint8Array(32) };
	const pack = { ...first, kind: 'pack', clear: packLabel({ what: 'volume', frames: 2 }) } as const;
	const rotate = { type: 'close', boxes: [] } as const;
	const said = { ...first, kind: 'statement', clear: encodeSkeleton(rotate) } as const;
	const here = { ...first, kind: 'presence' } as const;
	const content: Content = { time: 9, heads: [], payload: utf8('{"where":null,"echoes":[],"ends":[]}') };
	frames.push(
		await sealed(pack, encodeContent(content), keyOf(table, planChannel), editor.keys),
		await sealed(said, encodeContent(content), keyOf(table, rosterChannel), table.founder),
		await sealed(here, encodeContent(content), keyOf(table, rosterChannel), editor.keys)
	);
	return { table, editor, frames };
}

export function keyOf({ keys }: RosterTable, channel: string): ChannelKey {
	const key = keys.find((each) => each.channel === channel);
	if (!key) throw new Error('no such channel');
	return key;
}

/** The bytes of an entry around any plaintext, padded or not, well-formed or not: what a member's changed client can make. */
export async function sealedBytes(
	place: Omit<FrameHeader, 'epoch' | 'keyId' | 'author' | 'channel'>,
	plaintext: Uint8Array,
	key: ChannelKey,
	author: Signer
): Promise<Uint8Array> {
	const { channel, epoch, id: keyId } = key;
	const header = headerBytes({ ...place, channel, epoch, keyId, author: author.publicKey });
	const nonce = entryNonce(key.key, header, plaintext);
	const ciphertext = nacl.secretbox(plaintext, nonce, key.key.reveal());
	return signed(joined(header, new FrameWriter().raw(nonce).part(ciphertext).done()), author);
}

export async function sealed(...of: Parameters<typeof sealedBytes>): Promise<Frame> {
	return new Frame(await sealedBytes(...of));
}

/** With a true signature behind it, whatever it is. */
export async function signed(unsigned: Uint8Array, author: Signer): Promise<Uint8Array> {
	return joined(unsigned, await signEntryId(author, hash('roundtable/entry/1', unsigned)));
}
