/** What the vectors say, by file. */
import nacl from 'tweetnacl';
import { rosterChannel, throughout } from '#lib/roster/capability.ts';
import { invitationKeys, writeLink } from '#lib/roster/invitation-link.ts';
import { acceptMessage, encodeSkeleton, replaceMessage, type Skeleton } from '#lib/roster/skeleton.ts';
import { noRotation } from '#lib/roster/skeleton-parts.ts';
import { boxKeys } from '#lib/seal/box.ts';
import { combinedKey } from '#lib/seal/combined-key.ts';
import { encodeContent, paddedLength, type Content } from '#lib/seal/content.ts';
import { sealTold } from '#lib/roster/told.ts';
import { channelName, documentId, entryId, joined, toText, utf8 } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { channelKey, memberKeys, type ChannelKey, type MemberKeys } from '#lib/seal/keys.ts';
import { sealPast } from '#lib/seal/past.ts';
import { sealEntry, type EntryPlace } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { sealDraft } from '#lib/session/draft.ts';
import { sealBackup } from '#lib/vault/backup-file.ts';
import { pointerName, sealPointer } from '#lib/seal/kit-pointer.ts';
import { toWords } from '#lib/vault/words.ts';
import { signToken } from '#lib/wire/frame-token.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { seededRandom } from '../seeded-random.ts';
import { packVectors } from './packs.ts';
import { signatures } from './signatures.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
/** Bytes 00 01 02 … from `first` on. */
const run = (length: number, first = 0) => Uint8Array.from({ length }, (_, i) => (first + i) & 255);
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const planKey = channelKey(channelName('plan'), 3, new Secret(run(32, 0x40)));
const oldPlanKey = channelKey(channelName('plan'), 0, new Secret(run(32, 0x30)));
const rosterKey = channelKey(rosterChannel, 0, new Secret(run(32, 0x60)));
const document = filled(32, 0xd0);

export async function allVectors() {
	const [ana, ben] = [await member(run(32)), await member(run(32, 0x80))];
	const { entries, frames } = await entriesBy(ana);
	return {
		base64url: base64url(),
		padding: [0, 1, 511, 512, 513, 1000, 4097, 65_537, 1_000_000, 2_000_000].map((length) => ({
			length,
			padded: paddedLength(length)
		})),
		keys: await keys([ana, ben]),
		box: box(ana, [rosterKey, planKey]),
		told: told(ana, ben),
		entries,
		structs: { frames: frames.map(({ bytes }) => hex(bytes)), update: hex(structUpdate(frames)) },
		packs: await packVectors(document, [ana, ben], [oldPlanKey, planKey]),
		skeletons: await skeletons(ana, ben),
		token: await token(ana),
		link: await link(),
		kit: kit(),
		draft: draft(),
		words: await words(),
		backup: backup(),
		signatures: signatures()
	};
}

function member(seed: Uint8Array): Promise<MemberKeys> {
	return memberKeys(new Secret(seed), undefined);
}

function base64url() {
	return {
		texts: [0, 1, 2, 3, 32].map((length) => ({
			bytes: hex(run(length, 0xf8)),
			text: toText(run(length, 0xf8))
		})),
		refused: ['A', 'AB', 'Zm9=', 'Zg==', 'Z+8', 'Z/8', 'Zm9v\n']
	};
}

async function keys(members: readonly MemberKeys[]) {
	const message = utf8('a message');
	return {
		members: await Promise.all(
			members.map(async (of) => ({
				seed: hex(of.seed.reveal()),
				publicKey: hex(of.publicKey),
				boxPublicKey: hex(of.box.publicKey),
				id: of.id,
				message: hex(message),
				signature: hex(await of.sign(message))
			}))
		),
		channels: [planKey, rosterKey].map(({ key, id }) => ({ key: hex(key.reveal()), id: hex(id) }))
	};
}

function box(recipient: MemberKeys, boxed: readonly ChannelKey[]) {
	const ephemeralSecret = run(32, 0xa0);
	return {
		recipientSeed: hex(recipient.seed.reveal()),
		ephemeralSecret: hex(ephemeralSecret),
		ephemeralPublicKey: hex(nacl.box.keyPair.fromSecretKey(ephemeralSecret).publicKey),
		keys: boxed.map(({ channel, epoch, key }) => ({ channel, epoch, key: hex(key.reveal()) })),
		box: hex(boxKeys(boxed, recipient.box.publicKey, () => ephemeralSecret))
	};
}

function told(inviter: MemberKeys, newcomer: MemberKeys) {
	const ephemeralSecret = run(32, 0xb0);
	const sitting = {
		document: documentId(document),
		invite: entryId(filled(32, 0x1f)),
		publicKey: newcomer.publicKey,
		boxKey: newcomer.box.publicKey
	};
	const code = '407313';
	const proof = sealTold(code, sitting, inviter.box.publicKey, () => ephemeralSecret);
	if (!proof) throw new Error('a key is a key');
	return {
		inviterSeed: hex(inviter.seed.reveal()),
		newcomerSeed: hex(newcomer.seed.reveal()),
		ephemeralSecret: hex(ephemeralSecret),
		document: hex(document),
		invite: hex(filled(32, 0x1f)),
		code,
		proof: hex(proof)
	};
}

async function entriesBy(author: MemberKeys) {
	const place: EntryPlace = {
		kind: 'update',
		document,
		strand: run(16, 0x10),
		seq: 0,
		previous: filled(32, 0),
		rosterHeads: [filled(32, 0x21), filled(32, 0x22)],
		clear: new Uint8Array()
	};
	const content: Content = {
		time: 1_760_000_000_000,
		heads: [{ client: 6_755_399_441_055_744, seq: 41, id: filled(32, 0x33) }],
		payload: utf8('an update of the channel, here any bytes')
	};
	const first = await entry(author, planKey, place, content);
	const next = { ...place, seq: 1, previous: first.frame.id };
	const second = await entry(author, planKey, next, { time: 0, heads: [], payload: run(700) });
	const founding = {
		...place,
		kind: 'statement',
		document: filled(32, 0),
		rosterHeads: [],
		clear: run(70)
	} as const;
	const presence = { ...place, kind: 'presence', seq: 7, previous: filled(32, 0x77) } as const;
	const all = [
		first,
		second,
		await entry(author, rosterKey, founding, { time: 1, heads: [], payload: utf8('{}') }),
		await entry(author, rosterKey, presence, { time: 2, heads: [], payload: utf8('{"where":null}') })
	];
	return { entries: all.map(({ vector }) => vector), frames: [first.frame, second.frame] };
}

async function entry(author: MemberKeys, key: ChannelKey, place: EntryPlace, content: Content) {
	const frame = new Frame(await sealEntry(place, content, key, author));
	const vector = {
		authorSeed: hex(author.seed.reveal()),
		channel: key.channel,
		epoch: key.epoch,
		key: hex(key.key.reveal()),
		kind: place.kind,
		document: hex(place.document),
		strand: hex(place.strand),
		seq: place.seq,
		previous: hex(place.previous),
		rosterHeads: place.rosterHeads.map(hex),
		clear: hex(place.clear),
		content: {
			time: content.time,
			heads: content.heads.map(({ client, seq, id }) => ({ client, seq, id: hex(id) })),
			payload: hex(content.payload)
		},
		header: hex(frame.header),
		padded: hex(encodeContent(content)),
		nonce: hex(frame.nonce),
		frame: hex(frame.bytes),
		id: hex(frame.id),
		belongsTo: hex(frame.belongsTo),
		client: frame.client
	};
	return { vector, frame };
}

async function skeletons(founder: MemberKeys, newcomer: MemberKeys) {
	const invitation = await invitationKeys(new Secret(run(16, 0x50)), undefined);
	const invite = filled(32, 0x1f);
	const message = acceptMessage(document, invite, newcomer.publicKey, newcomer.box.publicKey);
	const boxes = [{ recipient: founder.box.publicKey, box: run(20) }];
	const all: Skeleton[] = [
		{
			type: 'found',
			boxKey: founder.box.publicKey,
			principal: 'none',
			capabilities: throughout('manage'),
			keys: [rosterKey, planKey].map(({ channel, epoch, id }) => ({ channel, epoch, keyId: id })),
			boxes
		},
		{
			type: 'invite',
			signKey: invitation.publicKey,
			boxKey: invitation.box.publicKey,
			principal: 'client',
			capabilities: new Map([
				[rosterChannel, 'view'],
				[planKey.channel, 'comment']
			]),
			expiry: 1_790_000_000_000,
			until: 1_800_000_000_000,
			careful: true,
			boxes: []
		},
		{ type: 'accept', invite, boxKey: newcomer.box.publicKey, proof: await invitation.sign(message), boxes },
		...(await laterSkeletons(founder, newcomer))
	];
	return {
		skeletons: all.map((skeleton) => ({
			type: skeleton.type,
			bytes: hex(encodeSkeleton(skeleton)),
			fields: JSON.parse(JSON.stringify(skeleton, plain)) as unknown
		})),
		replace: replacement(founder, newcomer),
		rotations: rotations(),
		accept: {
			document: hex(document),
			invite: hex(invite),
			author: hex(newcomer.publicKey),
			boxKey: hex(newcomer.box.publicKey),
			invitationSecret: hex(run(16, 0x50)),
			message: hex(message),
			proof: hex(await invitation.sign(message))
		}
	};
}

const seat = filled(32, 0x5e);

/** Those that change a table at which people sit already. */
async function laterSkeletons(founder: MemberKeys, newcomer: MemberKeys): Promise<Skeleton[]> {
	const next = channelKey(rosterChannel, 1, new Secret(run(32, 0x90)));
	const rotation = {
		keys: [{ channel: next.channel, epoch: next.epoch, keyId: next.id }],
		past: [{ channel: rosterKey.channel, epoch: 0, keyId: rosterKey.id, sealed: sealPast(rosterKey, next) }]
	};
	const pins = [
		{ channel: planKey.channel, client: 7, count: 1, id: filled(32, 0x71) },
		{ channel: planKey.channel, client: 6_755_399_441_055_744, count: 42, id: filled(32, 0x72) }
	];
	const boxes = [{ recipient: founder.box.publicKey, box: run(20) }];
	const [signKey, boxKey] = [newcomer.publicKey, newcomer.box.publicKey];
	const proof = await newcomer.sign(
		replaceMessage(document, seat, founder.publicKey, newcomer.publicKey, newcomer.box.publicKey)
	);
	return [
		{ type: 'admit', seat, signKey, pins: [], rotation: noRotation, boxes },
		{ type: 'capability', seat, capabilities: throughout('view'), pins, rotation, boxes },
		{ type: 'remove', seat, pins, rotation, boxes },
		{ type: 'replace', signKey, boxKey, proof, pins, rotation, boxes },
		{ type: 'rotate', rotation, boxes },
		{ type: 'close', boxes: [] },
		{ type: 'withdraw', invite: filled(32, 0x1f), rotation, boxes }
	];
}

function replacement(founder: MemberKeys, newcomer: MemberKeys) {
	const [author, signKey, boxKey] = [founder.publicKey, newcomer.publicKey, newcomer.box.publicKey];
	const parts = { document, seat, author, signKey, boxKey };
	const inHex = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, hex(bytes)]));
	return { ...inHex, message: hex(replaceMessage(document, seat, author, signKey, boxKey)) };
}

/** The key that follows, the past sealed under it, and a key combined of two. */
function rotations() {
	const [one, other] = [0x90, 0x20].map((first) => channelKey(rosterChannel, 1, new Secret(run(32, first))));
	const combined = one && other && combinedKey([one, other]);
	if (!combined) throw new Error('two keys make one');
	return {
		old: hex(rosterKey.key.reveal()),
		keys: [one, other].map(({ key, id }) => ({ key: hex(key.reveal()), id: hex(id) })),
		past: hex(sealPast(rosterKey, one)),
		combined: { key: hex(combined.key.reveal()), id: hex(combined.id) }
	};
}

/** For JSON: bytes as hexadecimal, maps as pairs. */
export function plain(_: string, value: unknown): unknown {
	if (value instanceof Uint8Array) return hex(value);
	return value instanceof Map
		? [...(value as Map<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1))
		: value;
}

async function token(reader: MemberKeys) {
	const claim = {
		nonce: run(32, 0xe0),
		address: 'https://table.example',
		log: `${documentId(document)}.plan.0`
	};
	return {
		seed: hex(reader.seed.reveal()),
		...claim,
		nonce: hex(claim.nonce),
		token: await signToken(claim, reader)
	};
}

async function link() {
	const secret = run(16, 0x50);
	const fields = {
		document: documentId(document),
		invite: entryId(filled(32, 0x1f)),
		expiry: 1_790_000_000_000,
		relays: ['https://table.example', 'https://other.example:8443']
	};
	const keys = await invitationKeys(new Secret(secret), undefined);
	return {
		...fields,
		secret: hex(secret),
		link: writeLink('https://table.example', { ...fields, secret: new Secret(secret) }),
		publicKey: hex(keys.publicKey),
		boxPublicKey: hex(keys.box.publicKey)
	};
}

function kit() {
	const secret = new Secret(run(16, 0x50));
	const nonce = run(24, 0xd0);
	const fields = { document: documentId(document), invite: entryId(filled(32, 0x1f)), expiry: 0, secret };
	const link = writeLink(
		'https://table.example',
		{ ...fields, relays: ['https://table.example'] },
		'recover'
	);
	return {
		secret: hex(secret.reveal()),
		link,
		name: hex(pointerName(secret)),
		nonce: hex(nonce),
		pointer: hex(sealPointer(utf8(link), secret, () => nonce))
	};
}

function draft() {
	const updates = [utf8('first'), new Uint8Array(), run(40)];
	const nonce = run(24, 0xb0);
	return {
		key: hex(planKey.key.reveal()),
		nonce: hex(nonce),
		updates: updates.map(hex),
		draft: hex(sealDraft(updates, planKey, () => nonce))
	};
}

async function words() {
	return Promise.all(
		[filled(16, 0), run(16), filled(16, 255)].map(async (bytes) => ({
			bytes: hex(bytes),
			words: (await toWords(new Secret(bytes))).join(' ')
		}))
	);
}

function backup() {
	const parts = [
		{ name: 'home', bytes: utf8('a home') },
		{ name: 'case/1', bytes: joined(run(100), run(50, 9)) }
	];
	const [secret, salt] = [run(16, 0x70), run(16, 0xc0)];
	return {
		words: hex(secret),
		salt: hex(salt),
		parts: parts.map(({ name, bytes }) => ({ name, bytes: hex(bytes) })),
		file: hex(sealBackup(parts, new Secret(secret), () => salt)),
		large: { length: 200_000, digest: hex(nacl.hash(largeBackup(secret, salt))) }
	};
}

/** Four chunks: too long to be written out, so the vector holds its SHA-512. */
export function largeBackup(secret: Uint8Array, salt: Uint8Array): Uint8Array {
	const parts = [{ name: 'large', bytes: seededRandom('large backup')(200_000) }];
	return sealBackup(parts, new Secret(secret), () => salt);
}
