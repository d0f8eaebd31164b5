/** What stands sealed inside an entry: only a member can make it. */
import { planChannel } from '#lib/roster/capability.ts';
import { decodeContent, encodeContent, paddedLength, type Content } from '#lib/seal/content.ts';
import { FrameError, idBytes, joined, sameBytes } from '#lib/seal/frame-bytes.ts';
import { openEntry } from '#lib/seal/open.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Field } from './pieces.ts';
import { keyOf, makeSamples, sealed } from './samples.ts';
import { seeded as seededBy } from '../simulation/seeded.ts';

const grammar: readonly Field[] = ['u64', { count: 'u16', of: ['u64', 'u32', 32] }, 'part'];
const casesPerRound = 40;

export const contents: Kind = {
	name: 'contents',
	async open(): Promise<Round> {
		const { table } = await makeSamples();
		const key = keyOf(table, planChannel);
		const apart = samples().map((content) => takeApart(unpadded(encodeContent(content)), grammar));
		const document = idBytes(table.document);
		const place = { kind: 'update', document, seq: 0, previous: new Uint8Array(32) } as const;
		return async (seeded, tally) => {
			for (let left = casesPerRound; left > 0; left--) {
				const plaintext = padded(mutated(seeded.pick(apart), apart, seeded), seeded.below(5));
				const strand = seeded.bytes(16);
				const header = { ...place, strand, rosterHeads: [document], clear: new Uint8Array() };
				const frame = seeded.below(4) === 0 ? await sealed(header, plaintext, key, table.founder) : null;
				tally.try(() => {
					const read = readOrNull(plaintext);
					if (read && !sameBytes(encodeContent(read), plaintext)) {
						fault('content was taken that is not in its one form');
					}
					const opening = frame && openEntry(frame, key);
					if (opening && (opening.kind === 'opened') !== (read !== null))
						fault(`sealed, it is ${opening.kind}`);
					return read ? 'read' : 'refused';
				});
			}
		};
	}
};

function samples(): Content[] {
	const seeded = seededBy(1);
	const head = () => ({ client: seeded.below(2 ** 31), seq: seeded.below(99), id: seeded.bytes(32) });
	return [0, 1, 30].flatMap((heads) =>
		[0, 40, 700].map((length) => ({
			time: seeded.below(2 ** 31) * 1000,
			heads: Array.from({ length: heads }, head),
			payload: seeded.bytes(length)
		}))
	);
}

/** Without its zeros at the end, save those that belong to it. */
function unpadded(bytes: Uint8Array): Uint8Array {
	const pieces = takeApart(bytes, [...grammar, 'rest']);
	return bytes.subarray(0, bytes.length - (pieces.at(-1)?.bytes.length ?? 0));
}

function padded(bytes: Uint8Array, how: number): Uint8Array {
	if (how === 0) return bytes;
	const right = paddedLength(bytes.length) - bytes.length;
	const zeros = new Uint8Array(Math.max(0, how === 1 ? right - 1 : how === 2 ? right + 1 : right));
	return joined(bytes, zeros);
}

function readOrNull(bytes: Uint8Array): Content | null {
	try {
		return decodeContent(bytes);
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
