/** Roster statements of every type: their clear part, and what a roster makes of one that a member has signed. */
import type { Roster } from '#lib/roster/roster.ts';
import { encodeSkeleton, parseSkeleton, type Skeleton, type UnknownSkeleton } from '#lib/roster/skeleton.ts';
import { FrameError, idBytes, joined, memberId, sameBytes } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { makeCast, makeHistory, trusting, type Cast } from '../simulation/roster-history.ts';
import { inWords, verify } from '../simulation/roster-table.ts';
import { seeded as seededBy, type Seeded } from '../simulation/seeded.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Field, type Piece } from './pieces.ts';
import { sampleSkeletons } from './sample-skeletons.ts';

const capabilities: Field = { count: 'u8', of: ['name', 'u8'] };
const keys: Field = { count: 'u8', of: ['name', 'u32', 32] };
const past: Field = { count: 'u8', of: ['name', 'u32', 32, 'part'] };
const pins: Field = { count: 'u16', of: ['name', 'u64', 'u32', 32] };
const boxes: Field = { count: 'u8', of: [32, 'part'] };
const loss: readonly Field[] = [pins, keys, past, boxes];

/** By the number of the type. */
const grammars: readonly (readonly Field[])[] = [
	['rest'],
	['u8', 32, 'u8', capabilities, keys, boxes],
	['u8', 32, 32, 'u8', capabilities, 'u64', 'u64', 'u8', boxes],
	['u8', 32, 32, 64, boxes],
	['u8', 32, 32, ...loss],
	['u8', 32, capabilities, ...loss],
	['u8', 32, ...loss],
	['u8', 32, 32, 64, ...loss],
	['u8', keys, past, boxes],
	['u8'],
	['u8', 32, keys, past, boxes]
];

const statementsPerHistory = 24;
const casesPerRound = 40;

export const statements: Kind = {
	name: 'statements',
	async open(): Promise<Round> {
		const cast = await makeCast();
		const histories: Past[] = [];
		for (let seed = 1; seed <= 12; seed++) histories.push(await pastOf(cast, seed));
		return async (seeded, tally) => {
			const past = seeded.pick(histories);
			const roster = await past.roster();
			for (let left = casesPerRound; left > 0; left--) {
				const clear = mutated(seeded.pick(past.apart), past.apart, seeded);
				const author = seeded.pick(past.authors);
				const frame = await past.state(author, clear, roster, seeded);
				const altered = seeded.below(4) === 0;
				await tally.tryLater(async () => {
					const skeleton = readOrNull(clear);
					if (skeleton && skeleton.type !== 'unknown' && !sameBytes(encodeSkeleton(skeleton), clear)) {
						fault('a skeleton was taken that is not in its one form');
					}
					return altered ? refusal(frame, roster) : verdict(frame, roster);
				});
			}
		};
	}
};

async function verdict(frame: Frame, roster: Roster): Promise<string> {
	const { kind, ...more } = await roster.add(frame, verify);
	if (kind === 'accepted') inWords(roster.current);
	return 'reason' in more ? more.reason : kind;
}

/** The same under a signature for something else. */
async function refusal(frame: Frame, roster: Roster): Promise<string> {
	const bytes = joined(frame.bytes.subarray(0, -65), Uint8Array.of((frame.bytes.at(-65) ?? 0) ^ 1));
	const parsed = parseFrame(joined(bytes, frame.signature));
	if (parsed.kind === 'broken') return fault('its ciphertext alone was altered');
	const { kind } = await roster.add(parsed.frame, verify);
	if (kind === 'accepted' || kind === 'newer') fault('a statement was taken that nobody signed');
	return 'unsigned';
}

interface Past {
	readonly authors: readonly MemberKeys[];
	/** The clear parts of its statements, and of some of every type. */
	readonly apart: readonly (readonly Piece[])[];
	/** Where its statements have been taken in. */
	roster(): Promise<Roster>;
	state(author: MemberKeys, clear: Uint8Array, roster: Roster, seeded: Seeded): Promise<Frame>;
}

async function pastOf(cast: Cast, seed: number): Promise<Past> {
	const { table, frames } = await makeHistory(cast, seededBy(seed), statementsPerHistory);
	const people = new Map([table.founder, ...cast.people].map((person) => [person.id, person]));
	const sat = frames.flatMap((frame) => people.get(memberId(frame.author)) ?? []);
	const clear = frames.map((frame) => frame.clear).concat(sampleSkeletons(table.founder, frames));
	return {
		authors: [...sat, table.founder, ...cast.people.slice(0, 3)],
		apart: clear.map((bytes) => takeApart(bytes, grammars[bytes[0] ?? 0] ?? ['rest'])),
		async roster() {
			const roster = await table.roster(table.founding);
			for (const frame of frames) await roster.add(frame, trusting);
			return roster;
		},
		async state(author, clear, roster, seeded) {
			const heads = seeded.below(3) > 0 ? roster.heads : [seeded.pick(frames).id];
			const strand = seeded.bytes(16);
			const cited = frames.filter(({ id }) => heads.some((head) => sameBytes(head, id)));
			const rosterHeads = cited.length > 0 ? {} : { rosterHeads: [idBytes(table.document)] };
			return table.state(author, cited, clear, { strand, ...rosterHeads });
		}
	};
}

function readOrNull(bytes: Uint8Array): Skeleton | UnknownSkeleton | null {
	try {
		return parseSkeleton(bytes);
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
