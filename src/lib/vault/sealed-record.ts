/** A record as it lies in storage: AES-GCM (256 bits), with its name as additional data. */
import { utf8 } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';

export interface SealedRecord {
	readonly nonce: Uint8Array<ArrayBuffer>;
	readonly sealed: ArrayBuffer;
}

export interface RecordCipher {
	readonly subtle: SubtleCrypto;
	readonly random: Random;
}

export async function sealRecord(
	name: string,
	bytes: Uint8Array,
	key: CryptoKey,
	{ subtle, random }: RecordCipher
): Promise<SealedRecord> {
	const nonce = random(12) as Uint8Array<ArrayBuffer>;
	const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
	return { nonce, sealed: await subtle.encrypt(algorithm, key, bytes as Uint8Array<ArrayBuffer>) };
}

/** Null for anything but what `sealRecord` made for this name under this key. */
export async function openRecord(
	name: string,
	record: unknown,
	key: CryptoKey,
	{ subtle }: RecordCipher
): Promise<Uint8Array | null> {
	try {
		const { nonce, sealed } = record as SealedRecord;
		const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
		return new Uint8Array(await subtle.decrypt(algorithm, key, sealed));
	} catch {
		return null;
	}
}

function boundTo(name: string): Uint8Array<ArrayBuffer> {
	return utf8(`roundtable/vault/1\0${name}`) as Uint8Array<ArrayBuffer>;
}
