/** Signatures that every implementation must judge alike, sound and hostile. Made with plain arithmetic, so none is needed to make them. */
import nacl from 'tweetnacl';
import { joined, utf8 } from '#lib/seal/frame-bytes.ts';
import {
	add,
	base,
	challenge,
	encodePoint,
	littleEndian,
	order,
	p,
	smallPoints,
	times,
	zero
} from './edwards.ts';

interface SignatureVector {
	readonly what: string;
	readonly author: string;
	readonly message: string;
	readonly signature: string;
	readonly valid: boolean;
}

const secret = 987_654_321_987_654_321n;
const nonce = 123_456_789_123_456_789n;

export function signatures(): SignatureVector[] {
	const message = utf8('roundtable');
	const author = encodePoint(times(secret, base));
	const r = encodePoint(times(nonce, base));
	const s = (nonce + challenge(r, author, message) * secret) % order;
	const sound = joined(r, littleEndian(s));
	if (!nacl.sign.detached.verify(message, sound, author)) throw new Error('the arithmetic is wrong');
	const universal = joined(encodePoint(base), littleEndian(1n));
	return [
		vector('sound', author, message, sound, true),
		vector('another message', author, utf8('Roundtable'), sound, false),
		vector('S + L', author, message, joined(r, littleEndian(s + order)), false),
		vector('S = L', author, message, joined(r, littleEndian(order)), false),
		vector('highest bits of S', author, message, joined(r, littleEndian(s | (7n << 253n))), false),
		...smallPoints().map((point, i) =>
			vector(`key of small order, ${i}`, encodePoint(point), message, universal, false)
		),
		...smallPoints().map((point, i) => {
			const small = encodePoint(point);
			const scalar = (challenge(small, author, message) * secret) % order;
			return vector(`R of small order, ${i}`, author, message, joined(small, littleEndian(scalar)), false);
		}),
		vector('key of small order, y + p', littleEndian(1n + p), message, universal, false),
		vector('key with y = p', littleEndian(p), message, universal, false),
		vector('key whose point does not exist', littleEndian(2n), message, sound, false),
		...mixed()
	];
}

/** A key with a part of order 8 counts without cofactor: when eight divides the challenge, and only then. */
function mixed(): SignatureVector[] {
	const author = encodePoint(add(times(secret, base), smallPoints()[1] ?? zero));
	const r = encodePoint(times(nonce, base));
	const vectors: SignatureVector[] = [];
	for (let i = 0; vectors.length < 2; i++) {
		const message = utf8(`mixed ${i}`);
		const h = challenge(r, author, message);
		const valid = h % 8n === 0n;
		if (valid !== (vectors.length === 1)) continue;
		const s = (nonce + h * secret) % order;
		vectors.push(
			vector(
				`key of mixed order, challenge ${h % 8n} mod 8`,
				author,
				message,
				joined(r, littleEndian(s)),
				valid
			)
		);
	}
	return vectors;
}

function vector(
	what: string,
	author: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
	valid: boolean
): SignatureVector {
	const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
	return { what, author: hex(author), message: hex(message), signature: hex(signature), valid };
}
