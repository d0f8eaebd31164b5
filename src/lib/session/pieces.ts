/** An update of one client in as many as it takes for none to leap too often: each becomes an entry of its own. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { Leaps, mostLeaps } from './leaps.ts';

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** In order; what is deleted goes with the last. */
export function inPieces(update: Uint8Array): readonly Uint8Array[] {
	const { structs, ds } = Y.decodeUpdate(update);
	const pieces = [...piecesOf(structs)];
	if (pieces.length < 2) return [update];
	return pieces.map((piece, i) => encode(piece, i === pieces.length - 1 ? ds : null));
}

function* piecesOf(structs: readonly Struct[]): Generator<readonly Struct[]> {
	let leaps = new Leaps();
	let piece: Struct[] = [];
	for (const struct of structs) {
		leaps.add(struct);
		if (leaps.count > mostLeaps) {
			yield piece;
			piece = [];
			leaps = new Leaps();
			leaps.add(struct);
		}
		piece.push(struct);
	}
	if (piece.length > 0) yield piece;
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
