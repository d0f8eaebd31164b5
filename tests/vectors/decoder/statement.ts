/** "Statements": their skeletons, and what they prove. */
import { Bytes, must } from './bytes.ts';
import { isSigned, type Past } from './keys.ts';

export interface KeyInForce {
	readonly channel: string;
	readonly epoch: number;
	readonly keyId: Buffer;
}

export interface Pin {
	readonly channel: string;
	readonly client: number;
	readonly count: number;
	readonly id: Buffer;
}

export interface Rotation {
	readonly keys: readonly KeyInForce[];
	readonly past: readonly Past[];
}

/** Of each type only what it has. */
export interface Skeleton {
	readonly type: string;
	readonly invite?: Buffer;
	readonly seat?: Buffer;
	readonly signKey?: Buffer;
	readonly boxKey?: Buffer;
	readonly proof?: Buffer;
	readonly principal?: string;
	readonly capabilities?: ReadonlyMap<string, string>;
	readonly expiry?: number;
	readonly until?: number;
	readonly careful?: boolean;
	readonly keys?: readonly KeyInForce[];
	readonly pins?: readonly Pin[];
	readonly rotation?: Rotation;
	readonly boxes: readonly { readonly recipient: Buffer; readonly box: Buffer }[];
}

export function readSkeleton(clear: Uint8Array): Skeleton {
	const read = new Bytes(clear);
	const one = types[read.u8() - 1];
	must(one !== undefined, 'a known type');
	const skeleton = one(new Parts(read));
	read.end();
	return skeleton;
}

class Parts {
	readonly read: Bytes;

	constructor(read: Bytes) {
		this.read = read;
	}

	get id() {
		return this.read.raw(32);
	}

	get proof() {
		return this.read.raw(64);
	}

	get principal() {
		return chosen(['none', 'client', 'guardian'], this.read.u8());
	}

	get capabilities() {
		const { read } = this;
		return new Map(
			read.many(read.u8(), () => [
				read.channel(),
				chosen(['view', 'comment', 'edit', 'manage'], read.u8() - 1)
			])
		);
	}

	get keys() {
		const { read } = this;
		return read.many(read.u8(), () => ({ channel: read.channel(), epoch: read.u32(), keyId: read.raw(32) }));
	}

	get rotation() {
		const { read, keys } = this;
		const past = read.many(read.u8(), () => ({
			channel: read.channel(),
			epoch: read.u32(),
			keyId: read.raw(32),
			sealed: read.part()
		}));
		const isOfKeys = ({ channel }: Past) => keys.some((key) => key.channel === channel);
		must(past.every(isOfKeys), 'the past of channels among the keys');
		return { keys, past };
	}

	get pins() {
		const { read } = this;
		return read.many(read.u16(), () => ({
			channel: read.channel(),
			client: read.u64(),
			count: read.u32(),
			id: read.raw(32)
		}));
	}

	get boxes() {
		const { read } = this;
		return read.many(read.u8(), () => ({ recipient: read.raw(32), box: read.part() }));
	}

	get isSet() {
		return this.read.u8() === 1;
	}
}

/** From 1 on. The order in which fields are named here is that in which they stand. */
const types: readonly ((part: Parts) => Skeleton)[] = [
	(part) => ({
		type: 'found',
		boxKey: part.id,
		principal: part.principal,
		capabilities: part.capabilities,
		keys: part.keys,
		boxes: part.boxes
	}),
	(part) => ({
		type: 'invite',
		signKey: part.id,
		boxKey: part.id,
		principal: part.principal,
		capabilities: part.capabilities,
		expiry: part.read.u64(),
		until: part.read.u64(),
		careful: part.isSet,
		boxes: part.boxes
	}),
	(part) => ({ type: 'accept', invite: part.id, boxKey: part.id, proof: part.proof, boxes: part.boxes }),
	(part) => ({ type: 'admit', seat: part.id, signKey: part.id, ...loss(part) }),
	(part) => ({ type: 'capability', seat: part.id, capabilities: part.capabilities, ...loss(part) }),
	(part) => ({ type: 'remove', seat: part.id, ...loss(part) }),
	(part) => ({ type: 'replace', signKey: part.id, boxKey: part.id, proof: part.proof, ...loss(part) }),
	(part) => ({ type: 'rotate', rotation: part.rotation, boxes: part.boxes }),
	() => ({ type: 'close', boxes: [] }),
	(part) => ({ type: 'withdraw', invite: part.id, rotation: part.rotation, boxes: part.boxes })
];

function loss(part: Parts) {
	return { pins: part.pins, rotation: part.rotation, boxes: part.boxes };
}

function chosen(names: readonly string[], index: number): string {
	const name = names[index];
	must(name !== undefined, `one of ${names.join()}`);
	return name;
}

/** Whether the invitation's key has signed for this author. */
export function provesAccept(proof: Uint8Array, by: Uint8Array, ...parts: readonly Uint8Array[]): boolean {
	return isSigned(by, Buffer.concat([Buffer.from('roundtable/accept/1\0'), ...parts]), proof);
}

/** Whether the new key has signed that it takes over the seat. */
export function provesReplace(proof: Uint8Array, by: Uint8Array, ...parts: readonly Uint8Array[]): boolean {
	return isSigned(by, Buffer.concat([Buffer.from('roundtable/replace/1\0'), ...parts]), proof);
}
