/** Yjs updates (V1) written struct by struct, as no honest client would. */
import * as encoding from 'lib0/encoding';

export interface RawId {
	readonly client: number;
	readonly clock: number;
}

export type RawContent =
	| { readonly kind: 'gc' | 'skip' | 'deleted'; readonly length: number }
	| { readonly kind: 'string'; readonly text: string }
	| { readonly kind: 'any' | 'json'; readonly values: readonly unknown[] }
	| { readonly kind: 'binary'; readonly bytes: Uint8Array }
	| { readonly kind: 'embed'; readonly value: unknown }
	| { readonly kind: 'format'; readonly name: string; readonly value: unknown }
	| { readonly kind: 'type'; readonly type: number; readonly name: string }
	| { readonly kind: 'doc'; readonly guid: string };

export interface RawStruct {
	readonly content: RawContent;
	readonly origin: RawId | null;
	readonly rightOrigin: RawId | null;
	/** Read only where there is no origin: a root's name, or a type's item. */
	readonly parent: string | RawId;
	readonly sub: string | null;
}

export interface RawSection {
	readonly client: number;
	readonly clock: number;
	/** How many structs it says to have, beyond those that it has. */
	readonly more: number;
	readonly structs: readonly RawStruct[];
}

export interface RawDeletion {
	readonly client: number;
	readonly ranges: readonly (readonly [clock: number, length: number])[];
}

export interface RawUpdate {
	readonly sections: readonly RawSection[];
	readonly deletions: readonly RawDeletion[];
}

const numbers = {
	gc: 0,
	deleted: 1,
	json: 2,
	binary: 3,
	string: 4,
	embed: 5,
	format: 6,
	type: 7,
	any: 8,
	doc: 9,
	skip: 10
} as const;

export function lengthOf(content: RawContent): number {
	if ('length' in content) return content.length;
	if (content.kind === 'string') return content.text.length;
	return 'values' in content ? content.values.length : 1;
}

export function writeUpdate({ sections, deletions }: RawUpdate): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, sections.length);
	for (const { client, clock, more, structs } of sections) {
		encoding.writeVarUint(encoder, Math.max(0, structs.length + more));
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, clock);
		for (const struct of structs) writeStruct(encoder, struct);
	}
	encoding.writeVarUint(encoder, deletions.length);
	for (const { client, ranges } of deletions) {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, ranges.length);
		for (const range of ranges) for (const each of range) encoding.writeVarUint(encoder, each);
	}
	return encoding.toUint8Array(encoder);
}

function writeStruct(encoder: encoding.Encoder, struct: RawStruct): void {
	const { content, origin, rightOrigin, parent, sub } = struct;
	if (content.kind === 'gc' || content.kind === 'skip') {
		encoding.writeUint8(encoder, numbers[content.kind]);
		encoding.writeVarUint(encoder, content.length);
		return;
	}
	const named = sub === null ? 0 : 32;
	encoding.writeUint8(encoder, numbers[content.kind] | (origin ? 128 : 0) | (rightOrigin ? 64 : 0) | named);
	for (const id of [origin, rightOrigin]) if (id) writeId(encoder, id);
	if (!origin && !rightOrigin) {
		encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
		if (typeof parent === 'string') encoding.writeVarString(encoder, parent);
		else writeId(encoder, parent);
		if (sub !== null) encoding.writeVarString(encoder, sub);
	}
	writeContent(encoder, content);
}

function writeId(encoder: encoding.Encoder, { client, clock }: RawId): void {
	encoding.writeVarUint(encoder, client);
	encoding.writeVarUint(encoder, clock);
}

function writeContent(encoder: encoding.Encoder, content: RawContent): void {
	switch (content.kind) {
		case 'deleted':
			encoding.writeVarUint(encoder, content.length);
			break;
		case 'string':
			encoding.writeVarString(encoder, content.text);
			break;
		case 'any':
			encoding.writeVarUint(encoder, content.values.length);
			for (const value of content.values) writeValue(encoder, value);
			break;
		case 'json':
			encoding.writeVarUint(encoder, content.values.length);
			for (const value of content.values) encoding.writeVarString(encoder, json(value));
			break;
		case 'binary':
			encoding.writeVarUint8Array(encoder, content.bytes);
			break;
		case 'embed':
			encoding.writeVarString(encoder, json(content.value));
			break;
		case 'format':
			encoding.writeVarString(encoder, content.name);
			encoding.writeVarString(encoder, json(content.value));
			break;
		case 'type':
			encoding.writeVarUint(encoder, content.type);
			// Elements and hooks bear a name.
			if (content.type === 3 || content.type === 5) encoding.writeVarString(encoder, content.name);
			break;
		case 'doc':
			encoding.writeVarString(encoder, content.guid);
			encoding.writeAny(encoder, {});
			break;
		case 'gc':
		case 'skip':
			break;
	}
}

/** A value in lists, or in objects, of its own: written without recursion, of any depth. */
export class Nest {
	readonly depth: number;
	/** The key in each object; null for lists. `__proto__` is what lib0 reads as that from which an object inherits. */
	readonly key: string | null;
	constructor(depth: number, key: string | null) {
		this.depth = depth;
		this.key = key;
	}

	toJson(): string {
		const [open, close] = this.key === null ? ['[', ']'] : [`{${JSON.stringify(this.key)}:`, '}'];
		return `${open.repeat(this.depth)}1${close.repeat(this.depth)}`;
	}
}

function writeValue(encoder: encoding.Encoder, value: unknown): void {
	if (!(value instanceof Nest)) return encoding.writeAny(encoder, value as Any);
	for (let left = value.depth; left > 0; left--) {
		encoding.writeUint8(encoder, value.key === null ? 117 : 118);
		encoding.writeVarUint(encoder, 1);
		if (value.key !== null) encoding.writeVarString(encoder, value.key);
	}
	encoding.writeAny(encoder, 1);
}

type Any = Parameters<typeof encoding.writeAny>[1];

function json(value: unknown): string {
	if (value instanceof Nest) return value.toJson();
	return typeof value === 'bigint' ? value.toString() : JSON.stringify(value ?? null);
}
