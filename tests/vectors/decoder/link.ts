/** "Invitation link". */
import { Bytes, must } from './bytes.ts';
import { H } from './keys.ts';

export interface Link {
	readonly document: Buffer;
	readonly invite: Buffer;
	readonly secret: Buffer;
	readonly expiry: number;
	readonly relays: readonly string[];
}

export function readLink(link: string): Link {
	const [, text = ''] = link.split('/join#');
	const bytes = Buffer.from(text, 'base64url');
	const body = bytes.subarray(0, -4);
	must(H('roundtable/link-check/1', body).subarray(0, 4).equals(bytes.subarray(-4)), 'the check');
	const read = new Bytes(body);
	must(read.u8() === 1, 'version 1');
	const parts = {
		document: read.raw(32),
		invite: read.raw(32),
		secret: read.raw(16),
		expiry: read.u64(),
		relays: read.many(read.u8(), () => read.name())
	};
	read.end();
	return parts;
}
