import { createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import {
	channelName,
	documentId,
	entryId,
	fromText,
	toText,
	type ChannelName,
	utf8
} from '#lib/seal/frame-bytes.ts';
import { invitationKeys, readLink, writeLink } from '#lib/roster/invitation-link.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import {
	acceptMessage,
	encodeSkeleton,
	parseSkeleton,
	replaceMessage,
	type Skeleton
} from '#lib/roster/skeleton.ts';
import { readToldCode } from '#lib/session/told-code.ts';
import { checkTold, sealTold } from '#lib/roster/told.ts';
import { boxKeys, openBox } from '#lib/seal/box.ts';
import { combinedKey } from '#lib/seal/combined-key.ts';
import { inflate } from '#lib/seal/deflate.ts';
import { encodeContent, paddedLength } from '#lib/seal/content.ts';
import { Frame, type FrameKind } from '#lib/seal/frame.ts';
import { verifyFrame, webCryptoVerify, type Verify } from '#lib/seal/frame-verify.ts';
import { channelKey, memberKeys } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { packContent, sealPack } from '#lib/seal/pack.ts';
import { openPast, sealPast } from '#lib/seal/past.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { decodeState, volumeHash } from '#lib/seal/state.ts';
import { naclVerify } from '#lib/seal/verify.ts';
import { readVolume } from '#lib/seal/volume.ts';
import { openDraft, sealDraft } from '#lib/session/draft.ts';
import { openBackup, sealBackup } from '#lib/vault/backup-file.ts';
import { openPointer, pointerName, sealPointer } from '#lib/seal/kit-pointer.ts';
import { readWords, toWords } from '#lib/vault/words.ts';
import { parseToken, signToken, verifyToken } from '#lib/wire/frame-token.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import { readAppends, structUpdate } from '#lib/wire/frame-struct.ts';
import backup from './backup.json' with { type: 'json' };
import base64url from './base64url.json' with { type: 'json' };
import box from './box.json' with { type: 'json' };
import told from './told.json' with { type: 'json' };
import draft from './draft.json' with { type: 'json' };
import entries from './entries.json' with { type: 'json' };
import keys from './keys.json' with { type: 'json' };
import kit from './kit.json' with { type: 'json' };
import link from './link.json' with { type: 'json' };
import packs from './packs.json' with { type: 'json' };
import padding from './padding.json' with { type: 'json' };
import signatures from './signatures.json' with { type: 'json' };
import skeletons from './skeletons.json' with { type: 'json' };
import structs from './structs.json' with { type: 'json' };
import token from './token.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };
import { largeBackup, plain } from './vectors.ts';

const { subtle } = globalThis.crypto;
const webVerify = await webCryptoVerify(subtle);
if (!webVerify) throw new Error('this Node has no Ed25519 in WebCrypto');

/** Every vector is made and checked with both. */
const implementations: [string, SubtleCrypto | undefined, Verify][] = [
	['WebCrypto', subtle, webVerify],
	['tweetnacl', undefined, naclVerify]
];

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const secret = (hex: string) => new Secret(bytes(hex));
const keyOf = (of: { channel: string; epoch: number; key: string }) =>
	channelKey(channelName(of.channel), of.epoch, secret(of.key));
const packKey = (epoch: number) => {
	const key = packs.keys.find((of) => of.epoch === epoch)?.key ?? '';
	return keyOf({ channel: packs.channel, epoch, key });
};
/** SHA-256 by Node’s own OpenSSL, so that hashes are not only checked against themselves. */
const sha256 = (domain: string, ...parts: Uint8Array[]) => {
	const state = createHash('sha256').update(`${domain}\0`);
	for (const part of parts) state.update(part);
	return new Uint8Array(state.digest());
};

describe.each(implementations)('with %s', (_, crypto, verify) => {
	it.each(keys.members)('keys of the seed $seed', async (of) => {
		const member = await memberKeys(secret(of.seed), crypto);
		expect(member.id).toBe(of.id);
		expect(member.publicKey).toEqual(bytes(of.publicKey));
		expect(member.box.publicKey).toEqual(bytes(of.boxPublicKey));
		expect(await member.sign(bytes(of.message))).toEqual(bytes(of.signature));
		expect(await verify(member.publicKey, bytes(of.message), bytes(of.signature))).toBe(true);
	});

	it.each(entries)('the entry of kind $kind with seq $seq', async (of) => {
		const key = keyOf(of);
		const content = {
			time: of.content.time,
			heads: of.content.heads.map(({ client, seq, id }) => ({ client, seq, id: bytes(id) })),
			payload: bytes(of.content.payload)
		};
		const place = {
			kind: of.kind as FrameKind,
			document: bytes(of.document),
			strand: bytes(of.strand),
			seq: of.seq,
			previous: bytes(of.previous),
			rosterHeads: of.rosterHeads.map(bytes),
			clear: bytes(of.clear)
		};
		const frame = new Frame(bytes(of.frame));
		expect(await sealEntry(place, content, key, await memberKeys(secret(of.authorSeed), crypto))).toEqual(
			frame.bytes
		);
		expect(await verifyFrame(frame, verify)).toBe(true);
		expect(openEntry(frame, key)).toEqual({ kind: 'opened', content });
		expect(frame.header).toEqual(bytes(of.header));
		expect(encodeContent(content)).toEqual(bytes(of.padded));
		expect(frame.id).toEqual(bytes(of.id));
		expect(frame.belongsTo).toEqual(bytes(of.belongsTo));
		expect(frame.client).toBe(of.client);
	});

	it.each(signatures)('the signature: $what', async ({ author, message, signature, valid }) => {
		expect(await verify(bytes(author), bytes(message), bytes(signature))).toBe(valid);
	});

	it('the proof of an acceptance', async () => {
		const of = skeletons.accept;
		const invitation = await invitationKeys(secret(of.invitationSecret), crypto);
		const message = acceptMessage(bytes(of.document), bytes(of.invite), bytes(of.author), bytes(of.boxKey));
		expect(message).toEqual(bytes(of.message));
		expect(await invitation.sign(message)).toEqual(bytes(of.proof));
		expect(await verify(invitation.publicKey, message, bytes(of.proof))).toBe(true);
	});

	it('the proof of a replacement', async () => {
		const of = skeletons.replace;
		const { document, seat, author, signKey, boxKey } = of;
		const message = replaceMessage(
			bytes(document),
			bytes(seat),
			bytes(author),
			bytes(signKey),
			bytes(boxKey)
		);
		expect(message).toEqual(bytes(of.message));
		const stated = skeletons.skeletons.find(({ type }) => type === 'replace');
		const skeleton = parseSkeleton(bytes(stated?.bytes ?? ''));
		if (skeleton.type !== 'replace') throw new Error(skeleton.type);
		expect(await verify(bytes(signKey), message, skeleton.proof)).toBe(true);
	});

	it('the token', async () => {
		const reader = await memberKeys(secret(token.seed), crypto);
		const claim = { nonce: bytes(token.nonce), address: token.address, log: token.log };
		expect(await signToken(claim, reader)).toBe(token.token);
		const parsed = parseToken(token.token);
		expect(parsed?.nonce).toEqual(claim.nonce);
		expect(parsed?.reader).toBe(reader.id);
		expect(parsed && (await verifyToken(parsed, token.address, token.log, verify))).toBe(true);
		expect(parsed && (await verifyToken(parsed, 'https://other.example', token.log, verify))).toBe(false);
		expect(parsed && (await verifyToken(parsed, token.address, `${token.log}0`, verify))).toBe(false);
	});

	it('the invitation link', async () => {
		const read = readLink(link.link);
		if (read.kind !== 'invitation') throw new Error(read.kind);
		expect(read.link).toMatchObject({ document: link.document, invite: link.invite, expiry: link.expiry });
		expect(read.link.relays).toEqual(link.relays);
		expect(read.link.secret.reveal()).toEqual(bytes(link.secret));
		expect(writeLink('https://table.example', read.link)).toBe(link.link);
		const invitation = await invitationKeys(read.link.secret, crypto);
		expect(invitation.publicKey).toEqual(bytes(link.publicKey));
		expect(invitation.box.publicKey).toEqual(bytes(link.boxPublicKey));
	});
});

describe('the format', () => {
	it.each(base64url.texts)('writes $bytes as $text', (of) => {
		expect(toText(bytes(of.bytes))).toBe(of.text);
		expect(fromText(of.text)).toEqual(bytes(of.bytes));
	});

	it.each(base64url.refused)('refuses %j as base64url', (text) => {
		expect(fromText(text)).toBeNull();
	});

	it.each(padding)('pads $length to $padded', ({ length, padded }) => {
		expect(paddedLength(length)).toBe(padded);
	});

	it.each(keys.channels)('names the key $key', ({ key, id }) => {
		expect(channelKey(channelName('plan'), 0, secret(key)).id).toEqual(bytes(id));
		expect(sha256('roundtable/key/1', bytes(key))).toEqual(bytes(id));
	});

	it('seals the proof that somebody was told a code', async () => {
		const [inviter, newcomer] = await Promise.all(
			[told.inviterSeed, told.newcomerSeed].map((seed) => memberKeys(secret(seed), undefined))
		);
		if (!inviter || !newcomer) throw new Error('two people');
		const sitting = {
			document: documentId(bytes(told.document)),
			invite: entryId(bytes(told.invite)),
			publicKey: newcomer.publicKey,
			boxKey: newcomer.box.publicKey
		};
		const ephemeral = () => bytes(told.ephemeralSecret);
		expect(readToldCode(told.code)).toBe(told.code);
		expect(sealTold(told.code, sitting, inviter.box.publicKey, ephemeral)).toEqual(bytes(told.proof));
		expect(checkTold(bytes(told.proof), told.code, sitting, inviter.box)).toBe('right');
	});

	it('boxes keys', async () => {
		const recipient = await memberKeys(secret(box.recipientSeed), undefined);
		const boxed = box.keys.map(keyOf);
		expect(boxKeys(boxed, recipient.box.publicKey, () => bytes(box.ephemeralSecret))).toEqual(bytes(box.box));
		const opened = openBox(bytes(box.box), recipient.box);
		expect(opened?.map(({ channel, epoch, id }) => ({ channel, epoch, id }))).toEqual(
			boxed.map(({ channel, epoch, id }) => ({ channel, epoch, id }))
		);
		expect(bytes(box.box).subarray(0, 32)).toEqual(bytes(box.ephemeralPublicKey));
	});

	it.each(skeletons.skeletons)('writes the skeleton of type $type', (of) => {
		const skeleton = parseSkeleton(bytes(of.bytes));
		expect(JSON.parse(JSON.stringify(skeleton, plain))).toEqual(of.fields);
		expect(encodeSkeleton(skeleton as Skeleton)).toEqual(bytes(of.bytes));
	});

	it('seals the past, and combines keys', () => {
		const { old, keys: next, past, combined } = skeletons.rotations;
		const [one, other] = next.map(({ key }) => channelKey(rosterChannel, 1, secret(key)));
		if (!one || !other) throw new Error('two keys');
		const before = channelKey(rosterChannel, 0, secret(old));
		expect(sealPast(before, one)).toEqual(bytes(past));
		const place = { channel: rosterChannel, epoch: 0, keyId: before.id };
		expect(openPast(bytes(past), place, one)?.key.reveal()).toEqual(bytes(old));
		const header = Buffer.concat([
			Buffer.from('roundtable/past/1\0'),
			Buffer.from([6]),
			Buffer.from('roster'),
			Buffer.alloc(4),
			before.id,
			one.id
		]);
		const nonceKey = sha256('roundtable/nonce-key/1', one.key.reveal());
		const nonce = createHmac('sha256', nonceKey).update(header).digest().subarray(0, 24);
		expect(nacl.secretbox(bytes(old), new Uint8Array(nonce), one.key.reveal())).toEqual(bytes(past));

		const made = combinedKey([other, one]);
		expect(made?.key.reveal()).toEqual(bytes(combined.key));
		expect(made?.id).toEqual(bytes(combined.id));
		const inOrder = (of: Uint8Array[]) => of.sort((a, b) => Buffer.compare(a, b));
		const keysInOrder = inOrder([one.key.reveal(), other.key.reveal()]);
		expect(sha256('roundtable/combined-key/1', ...keysInOrder)).toEqual(bytes(combined.key));
		expect(sha256('roundtable/combined-key-id/1', ...inOrder([one.id, other.id]))).toEqual(
			bytes(combined.id)
		);
	});

	it.each([
		['volume' as const, packs.volumes[0]],
		['volume' as const, packs.volumes[1]],
		['state' as const, packs.state],
		['carried' as const, packs.carried],
		['next' as const, packs.next],
		['beside' as const, packs.beside]
	])('seals a pack of a %s', async (what, of) => {
		const frames = of?.frames.map((frame) => new Frame(bytes(frame))) ?? [];
		const [first] = frames;
		const ana = await memberKeys(secret(keys.members[0]?.seed ?? ''), undefined);
		const content = bytes(of?.content ?? '');
		if (!first) throw new Error('a pack has frames');
		const { document, strand, rosterHeads } = first;
		const key = packKey(first.epoch);
		const place = { what, content, document, strand, rosterHeads, time: 1_760_000_000_000 };
		expect(await sealPack(place, key, ana)).toEqual(frames.map((frame) => frame.bytes));
		const openings = frames.map((frame) => openEntry(frame, key));
		const parts = openings.map((opening) =>
			opening.kind === 'opened' ? opening.content.payload : bytes('')
		);
		expect(packContent(parts)).toEqual(content);
	});

	it('reads volumes, states and what was carried', async () => {
		const read = new Map<string, Uint8Array>();
		for (const { content, hash, entries: written } of packs.volumes) {
			expect(volumeHash(bytes(content))).toEqual(bytes(hash));
			const originals = readVolume((await inflate(bytes(content).subarray(32), 100_000)) ?? bytes(''), {
				document: bytes(packs.document),
				channel: channelName(packs.channel),
				key: packKey,
				idOf: (client, seq) => read.get(`${client} ${seq}`)
			});
			const frames = [...originals].map(({ frame }) => frame);
			expect(frames.map((frame) => frame.id)).toEqual(written.map((frame) => new Frame(bytes(frame)).id));
			for (const { client, seq, id } of frames) read.set(`${client} ${seq}`, id);
		}
		const { generation, volumes, covers, state, content } = packs.state;
		const decoded = await decodeState(bytes(content));
		expect(JSON.parse(JSON.stringify(decoded, plain))).toEqual({ generation, covers, volumes, state });
		const carried = splitFrames(bytes(packs.carried.content));
		expect(carried?.map((frame) => frame.bytes)).toEqual(packs.carried.entries.map(bytes));
	});

	it('writes entries as structs of a sealed log', () => {
		const frames = structs.frames.map((frame) => new Frame(bytes(frame)));
		expect(structUpdate(frames)).toEqual(bytes(structs.update));
		const read = readAppends(bytes(structs.update));
		if (read.kind !== 'appends') throw new Error(read.kind);
		expect(read.structs.map(({ bytes: inside }) => new Uint8Array(inside))).toEqual(
			frames.map((frame) => frame.bytes)
		);
	});

	it('seals drafts', () => {
		const key = channelKey('plan' as ChannelName, 0, secret(draft.key));
		const updates = draft.updates.map(bytes);
		expect(sealDraft(updates, key, () => bytes(draft.nonce))).toEqual(bytes(draft.draft));
		expect(openDraft(bytes(draft.draft), key)).toEqual(updates);
	});

	it('a recovery kit', () => {
		const read = readLink(kit.link);
		if (read.kind !== 'invitation') throw new Error(read.kind);
		expect(read.link.secret.reveal()).toEqual(bytes(kit.secret));
		expect(writeLink('https://table.example', read.link, 'recover')).toBe(kit.link);
		expect(pointerName(secret(kit.secret))).toEqual(bytes(kit.name));
		const sealed = sealPointer(utf8(kit.link), secret(kit.secret), () => bytes(kit.nonce));
		expect(sealed).toEqual(bytes(kit.pointer));
		expect(openPointer(bytes(kit.pointer), secret(kit.secret))).toEqual(utf8(kit.link));
		expect(openPointer(bytes(kit.pointer), secret(kit.nonce.slice(0, 32)))).toBeNull();
	});

	it.each(words)('says $bytes in words', async (of) => {
		expect((await toWords(secret(of.bytes))).join(' ')).toBe(of.words);
		const read = await readWords(of.words);
		expect(read.kind === 'words' && read.secret.reveal()).toEqual(bytes(of.bytes));
	});

	it('seals backups', () => {
		const parts = backup.parts.map((part) => ({ name: part.name, bytes: bytes(part.bytes) }));
		expect(sealBackup(parts, secret(backup.words), () => bytes(backup.salt))).toEqual(bytes(backup.file));
		expect(openBackup(bytes(backup.file), secret(backup.words))).toEqual({ kind: 'opened', parts });
		const large = largeBackup(bytes(backup.words), bytes(backup.salt));
		expect(Buffer.from(nacl.hash(large)).toString('hex')).toBe(backup.large.digest);
		expect(openBackup(large, secret(backup.words))).toMatchObject({
			kind: 'opened',
			parts: [{ bytes: { length: backup.large.length } }]
		});
	});
});

describe('Node’s OpenSSL finds the same', () => {
	it.each(entries)('ids, nonce and client of the entry of kind $kind with seq $seq', (of) => {
		const frame = bytes(of.frame);
		const id = sha256('roundtable/entry/1', frame.subarray(0, -64));
		expect(id).toEqual(bytes(of.id));
		const founding = /^0+$/.test(of.document);
		const belongsTo = founding ? sha256('roundtable/document/1', id) : bytes(of.document);
		expect(belongsTo).toEqual(bytes(of.belongsTo));

		const nonceKey = sha256('roundtable/nonce-key/1', bytes(of.key));
		const nonce = createHmac('sha256', nonceKey).update(bytes(of.header)).update(bytes(of.padded)).digest();
		expect(new Uint8Array(nonce.subarray(0, 24))).toEqual(bytes(of.nonce));

		const channel = Uint8Array.of(of.channel.length, ...Buffer.from(of.channel));
		const author = frame.subarray(2 + 32 + channel.length + 4 + 32).subarray(0, 32);
		const strand = sha256('roundtable/strand/1', belongsTo, channel, author, bytes(of.strand));
		expect(Number(Buffer.from(strand).readBigUInt64BE() & (2n ** 53n - 1n))).toBe(of.client);
	});

	it.each(keys.members)('keys of the seed $seed', (of) => {
		const pkcs8 = (oid: number, raw: Uint8Array) =>
			createPrivateKey({
				key: Buffer.concat([Buffer.from(`302e020100300506032b65${oid.toString(16)}04220420`, 'hex'), raw]),
				format: 'der',
				type: 'pkcs8'
			});
		const publicOf = (oid: number, raw: Uint8Array) =>
			new Uint8Array(createPublicKey(pkcs8(oid, raw)).export({ format: 'der', type: 'spki' }).subarray(-32));
		expect(publicOf(0x70, sha256('roundtable/seed/sign/1', bytes(of.seed)))).toEqual(bytes(of.publicKey));
		const boxSecret = sha256('roundtable/seed/box/1', bytes(of.seed));
		expect(publicOf(0x6e, boxSecret)).toEqual(bytes(of.boxPublicKey));
		const ephemeral = pkcs8(0x6e, bytes(box.ephemeralSecret));
		const shared = diffieHellman({
			privateKey: pkcs8(0x6e, boxSecret),
			publicKey: createPublicKey(ephemeral)
		});
		expect(nacl.scalarMult(boxSecret, bytes(box.ephemeralPublicKey))).toEqual(new Uint8Array(shared));
	});
});
