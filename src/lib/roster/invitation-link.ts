/**
 * The link that invites a person. Everything stands behind '#', which never reaches a server.
 *
 *   <relay's origin>/join#<base64url of: u8 version (1) · 32 document · 32 invite's entry id · 16 secret · u64 expiry ·
 *   u8 r, r × (u8 n, n relay origin) · 4 check>
 *
 * The check is the beginning of a hash of all before it, so that a mangled link is told from a foreign one.
 */
import {
	documentId,
	entryId,
	FrameError,
	FrameReader,
	FrameWriter,
	fromText,
	idBytes,
	joined,
	sameBytes,
	toText,
	type DocumentId,
	type EntryId
} from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';

export interface InvitationLink {
	readonly document: DocumentId;
	readonly invite: EntryId;
	/** 16 bytes, from which the invitation's keys are derived. */
	readonly secret: Secret;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** Origins of the relays that keep the case, e.g. `https://table.example`. */
	readonly relays: readonly string[];
}

export type ReadLink =
	| { readonly kind: 'invitation'; readonly link: InvitationLink }
	/** Part of it is missing or changed. */
	| { readonly kind: 'mangled' }
	/** Made by a newer version. */
	| { readonly kind: 'newer' }
	/** Not an invitation at all. */
	| { readonly kind: 'foreign' };

const version = 1;
const checkLength = 4;
const longestText = 10_000;

/** `page`: where in the app it leads. */
export function writeLink(base: string, link: InvitationLink, page = 'join'): string {
	const write = new FrameWriter()
		.u8(version)
		.raw(idBytes(link.document))
		.raw(idBytes(link.invite))
		.raw(link.secret.reveal())
		.u64(link.expiry)
		.u8(link.relays.length);
	for (const relay of link.relays) write.name(relay);
	const bytes = write.done();
	return `${base}/${page}#${toText(joined(bytes, check(bytes)))}`;
}

/** Reads a link, or only what stands behind its '#', as mail and messengers leave it: among other words, broken over lines, '#' escaped. */
export function readLink(text: string): ReadLink {
	const written = text.slice(0, longestText).trim().replace(/%23/g, '#');
	const unbroken = written.replace(/\s+/g, '');
	const read = readFragment(fragmentOf(written));
	if (read.kind !== 'mangled' && read.kind !== 'foreign') return read;
	const again = readFragment(fragmentOf(unbroken));
	return again.kind === 'foreign' && /\/join#?$/.test(unbroken) ? { kind: 'mangled' } : again;
}

function fragmentOf(written: string): string {
	const at = written.lastIndexOf('#');
	if (at < 0) return /^[\w-]*$/.test(written) ? written : '';
	return /^[\w-]*/.exec(written.slice(at + 1))?.[0] ?? '';
}

function readFragment(fragment: string): ReadLink {
	if (fragment.length < 20) return { kind: 'foreign' };
	const bytes = fromText(fragment);
	if (!bytes || bytes.length <= checkLength) return { kind: 'mangled' };
	const body = bytes.subarray(0, -checkLength);
	if (!sameBytes(check(body), bytes.subarray(-checkLength))) return { kind: 'mangled' };
	if (body[0] !== version) return { kind: 'newer' };
	try {
		return { kind: 'invitation', link: readBody(new FrameReader(body.subarray(1))) };
	} catch (error) {
		if (error instanceof FrameError) return { kind: 'mangled' };
		throw error;
	}
}

/** The keys that whoever holds the link can derive: they open the invite's box and sign its acceptance. */
export function invitationKeys(secret: Secret, subtle: SubtleCrypto | undefined): Promise<MemberKeys> {
	return memberKeys(new Secret(hash('roundtable/link/1', secret.reveal())), subtle);
}

function readBody(read: FrameReader): InvitationLink {
	const document = documentId(read.raw(32));
	const invite = entryId(read.raw(32));
	const secret = new Secret(read.raw(16).slice());
	const expiry = read.u64();
	const relays: string[] = [];
	for (let left = read.u8(); left > 0; left--) relays.push(relayOrigin(read.name()));
	read.end();
	return { document, invite, secret, expiry, relays };
}

/** Only an http(s) origin can be a relay; anything else would be a way to smuggle an address in. */
function relayOrigin(text: string): string {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new FrameError('kind');
	}
	if (!/^https?:$/.test(url.protocol) || url.origin !== text) throw new FrameError('kind');
	return text;
}

function check(bytes: Uint8Array): Uint8Array {
	return hash('roundtable/link-check/1', bytes).subarray(0, checkLength);
}
