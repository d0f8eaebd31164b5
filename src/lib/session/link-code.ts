/**
 * How a new device says where it can be met: as eight characters that a person can type, and as a link in a QR code, which also says by
 * which key it will be known there.
 *
 *   <origin>/link#<base64url of: u8 version (1) · 5 place · 32 X25519 public key · 4 check>
 */
import { fromText, joined, sameBytes, toText, utf8 } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';

/** None that look alike: of Crockford's base 32. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const placeLength = 5;
const version = 1;
const checkLength = 4;

export type ReadQr =
	| { readonly kind: 'meeting'; readonly place: Uint8Array; readonly publicKey: Uint8Array }
	/** Of another device, but at another address than ours. */
	| { readonly kind: 'elsewhere'; readonly origin: string }
	/** Not from a device that wants to be linked. */
	| { readonly kind: 'foreign' };

/** In two groups of four. */
export function writeCode(place: Uint8Array): string {
	let bits = place.reduce((all, byte) => all * 256 + byte, 0);
	let text = '';
	for (let i = 0; i < 8; i++) {
		text = (letters[bits % 32] ?? '') + text;
		bits = Math.floor(bits / 32);
	}
	return `${text.slice(0, 4)} ${text.slice(4)}`;
}

/** As people type it: any case, with spaces and strokes, full width, and letters that look like one of ours. */
export function readCode(typed: string): { kind: 'place'; place: Uint8Array } | { kind: 'short' | 'long' } {
	const text = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1')
		.replace(/U/g, 'V')
		.replace(/[^0-9A-Z]/g, '');
	if (text.length !== 8) return { kind: text.length < 8 ? 'short' : 'long' };
	let bits = [...text].reduce((all, letter) => all * 32 + letters.indexOf(letter), 0);
	const place = new Uint8Array(placeLength);
	for (let i = placeLength - 1; i >= 0; i--) {
		place[i] = bits % 256;
		bits = Math.floor(bits / 256);
	}
	return { kind: 'place', place };
}

export function writeQr(origin: string, place: Uint8Array, publicKey: Uint8Array): string {
	const bytes = joined(Uint8Array.of(version), place, publicKey);
	return `${origin}/link#${toText(joined(bytes, check(origin, bytes)))}`;
}

/** `origin`: the address at which this device has the app. */
export function readQr(text: string, origin: string): ReadQr {
	const [, from, fragment] = /^(https?:\/\/[^/#]+)\/link#([\w-]+)$/.exec(text.trim()) ?? [];
	const bytes = fromText(fragment ?? '');
	if (!from || bytes?.length !== 1 + placeLength + 32 + checkLength) return { kind: 'foreign' };
	const body = bytes.subarray(0, -checkLength);
	if (body[0] !== version || !sameBytes(check(from, body), bytes.subarray(-checkLength))) {
		return { kind: 'foreign' };
	}
	if (from !== origin) return { kind: 'elsewhere', origin: from };
	return {
		kind: 'meeting',
		place: body.slice(1, 1 + placeLength),
		publicKey: body.slice(1 + placeLength)
	};
}

function check(origin: string, bytes: Uint8Array): Uint8Array {
	return hash('roundtable/meeting-check/1', joined(utf8(origin), bytes)).subarray(0, checkLength);
}
