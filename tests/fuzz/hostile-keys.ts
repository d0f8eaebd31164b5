/** Public keys that no honest person has: of small order on either curve, and in forms that are not the one form. */
import { encodePoint, littleEndian, p, smallPoints } from '../vectors/edwards.ts';

/** RFC 7748 §6.1; Bernstein, cr.yp.to/ecdh.html. */
const smallOrderBox = [
	0n,
	1n,
	p - 1n,
	0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
	0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn
];

/** Of numbers that stand for another, or for none. */
const otherForms = [p, p + 1n, 2n ** 255n - 1n, 2n ** 255n, 2n ** 255n + 1n, 2n ** 256n - 1n].map(
	littleEndian
);

export const hostileSigningKeys: readonly Uint8Array[] = [...smallPoints().map(encodePoint), ...otherForms];

export const hostileBoxKeys: readonly Uint8Array[] = [...smallOrderBox.map(littleEndian), ...otherForms];

export const hostileKeys: readonly Uint8Array[] = [...hostileSigningKeys, ...hostileBoxKeys];
