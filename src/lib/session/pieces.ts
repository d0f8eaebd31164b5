/** An update of one client in as many as it takes for none to leap too often or to be too large: each becomes an entry of its own. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { Leaps, mostLeaps } from './leaps.ts';

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** Bytes: well below what an entry holds. */
const largestPiece = 1024 * 1024;
/** UTF-16 units in one item of a text that is cut, each of which takes 3 bytes at most. */
const longestText = 64 * 1024;

/** In order; what is deleted goes with the last. A value that is too large by itself stays whole. */
export function inPieces(update: Uint8Array): readonly Uint8Array[] {
	const { structs, ds } = Y.decodeUpdate(update);
	const isLarge = update.length > largestPiece;
	const pieces = [...(isLarge ? piecesOf(structs.flatMap(cut), sizeOf) : piecesOf(structs, () => 0))];
	if (pieces.length < 2) return [update];
	return pieces.map((piece, i) => encode(piece, i === pieces.length - 1 ? ds : null));
}

function* piecesOf(
	structs: readonly Struct[],
	bytesOf: (struct: Struct) => number
): Generator<readonly Struct[]> {
	let leaps = new Leaps();
	let bytes = 0;
	let piece: Struct[] = [];
	for (const struct of structs) {
		leaps.add(struct);
		bytes += bytesOf(struct);
		if (piece.length > 0 && (leaps.count > mostLeaps || bytes > largestPiece)) {
			yield piece;
			piece = [];
			leaps = new Leaps();
			leaps.add(struct);
			bytes = bytesOf(struct);
		}
		piece.push(struct);
	}
	if (piece.length > 0) yield piece;
}

/** A long text in several items, as Yjs cuts it when somebody writes into it. */
function cut(struct: Struct): Struct[] {
	if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct];
	const { client, clock } = struct.id;
	const { str } = struct.content;
	if (str.length <= longestText) return [struct];
	const items: Y.Item[] = [];
	let at = 0;
	while (at < str.length) {
		const ends = at + longestText;
		const end = isHighSurrogate(str.charCodeAt(ends - 1)) ? ends - 1 : ends;
		const [origin, parent] =
			at === 0 ? [struct.origin, struct.parent] : [Y.createID(client, clock + at - 1), null];
		const content = new Y.ContentString(str.slice(at, end));
		const id = Y.createID(client, clock + at);
		// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Yjs types its contents as lookalikes.
		items.push(new Y.Item(id, null, origin, null, struct.rightOrigin, parent, struct.parentSub, content));
		at = end;
	}
	return items;
}

/** The first half of a sign that takes two units. */
function isHighSurrogate(unit: number): boolean {
	return unit >= 0xd800 && unit <= 0xdbff;
}

function sizeOf(struct: Struct): number {
	const encoder = new Y.UpdateEncoderV1();
	struct.write(encoder, 0);
	return encoder.toUint8Array().length;
}

/** As Yjs writes it. */
function encode(structs: readonly Struct[], deleted: Decoded['ds'] | null): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	const { restEncoder } = encoder;
	const [first] = structs;
	encoding.writeVarUint(restEncoder, first ? 1 : 0);
	if (first) {
		encoding.writeVarUint(restEncoder, structs.length);
		encoder.writeClient(first.id.client);
		encoding.writeVarUint(restEncoder, first.id.clock);
		for (const struct of structs) struct.write(encoder, 0);
	}
	encoding.writeVarUint(restEncoder, deleted?.clients.size ?? 0);
	for (const [client, ranges] of deleted?.clients ?? []) {
		encoding.writeVarUint(restEncoder, client);
		encoding.writeVarUint(restEncoder, ranges.length);
		for (const { clock, len } of ranges) {
			encoder.writeDsClock(clock);
			encoder.writeDsLen(len);
		}
	}
	return encoder.toUint8Array();
}
