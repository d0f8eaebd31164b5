/** Words that could not be kept, as text: somebody wrote one strand in two ways, or into words that were lost so. */
import { addedWords } from '#lib/casedoc/added-words.ts';
import { grouped } from '#lib/domain/grouped.ts';
import { memberId, toText, type ChannelName, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Strands } from './strands.ts';
import type { Stranded } from './writing.ts';

export interface LostWords {
	/** The same whenever the same words are found again. */
	readonly id: string;
	readonly channel: ChannelName;
	readonly by: MemberId;
	/** The strand and its entry where they begin. */
	readonly client: number;
	readonly seq: number;
	/** Whoever wrote them, as they were called when the words were found; empty if that is not known. */
	readonly name: string;
	/** Several lines, where the words stood in several places. Empty once this person has put them away. */
	readonly text: string;
}

export type FoundWords = Omit<LostWords, 'channel' | 'name'>;

export interface LostContext {
	readonly me: MemberId;
	readonly strands: Strands;
	/** Whether it has been shown here. */
	readonly wasShown: (frame: Frame) => boolean;
	/** Null for one that cannot be opened. */
	readonly payloadOf: (frame: Frame) => Uint8Array | null;
}

/** Of others: whoever writes in many ways is playing with us. One's own words are all kept. */
const mostOfOthers = 100;

/** What forked entries say that do not count and were shown here or are one's own, branch by branch. */
export function wordsIn(forked: readonly Frame[], context: LostContext): FoundWords[] {
	const { me, strands, wasShown, payloadOf } = context;
	const lost = forked.filter((frame) => {
		const isMine = memberId(frame.author) === me;
		return strands.lostAt(frame.id) !== undefined && (isMine || wasShown(frame));
	});
	const branches = new Map<string, Frame[]>();
	for (const frame of lost.sort((a, b) => a.seq - b.seq)) {
		const branch = branches.get(toText(frame.previous)) ?? [];
		branch.push(frame);
		branches.set(toText(frame.id), branch);
	}
	return [...new Set(branches.values())].flatMap((branch) => {
		const [first] = branch;
		return first ? wordsFrom(first, memberId(first.author), branch, payloadOf) : [];
	});
}

/** What this person wrote by keys that they have no more, one strand after the other: it came too late to count. */
export function wordsLate(late: readonly Frame[], { me, payloadOf }: LostContext): FoundWords[] {
	const strands = grouped(late, ({ client }) => client);
	return [...strands.values()].flatMap((strand) => {
		const [first] = strand;
		return first ? wordsFrom(first, me, strand, payloadOf) : [];
	});
}

/** What was typed and never sealed. */
export function wordsTyped(stranded: readonly Stranded[], me: MemberId): FoundWords[] {
	return stranded.flatMap(({ client, seq, number, updates }) => {
		const text = addedWords(updates);
		return text === '' ? [] : [{ id: `${client} ${number}`, by: me, client, seq, text }];
	});
}

function wordsFrom(
	{ id, client, seq }: Frame,
	by: MemberId,
	frames: readonly Frame[],
	payloadOf: LostContext['payloadOf']
): FoundWords[] {
	const text = addedWords(frames.flatMap((frame) => payloadOf(frame) ?? []));
	return text === '' ? [] : [{ id: toText(id), by, client, seq, text }];
}

/** What has been put away stays so. */
export function withLost(
	before: readonly LostWords[],
	found: readonly LostWords[],
	me: MemberId
): readonly LostWords[] {
	const kept = new Map(before.map((words) => [words.id, words]));
	for (const words of found) {
		const known = kept.get(words.id);
		if (!known || (known.text !== '' && known.text.length < words.text.length)) kept.set(words.id, words);
	}
	const others = [...kept.values()].filter(({ by }) => by !== me).slice(0, mostOfOthers);
	return [...kept.values()].filter((words) => words.by === me || others.includes(words));
}

export function putAway(before: readonly LostWords[], ids: readonly string[]): readonly LostWords[] {
	return before.map((words) => (ids.includes(words.id) ? { ...words, text: '' } : words));
}

/** As kept in a seat; what is none is left out. */
export function readLost(value: unknown): LostWords[] {
	return Array.isArray(value) ? value.filter(isLostWords) : [];
}

function isLostWords(value: unknown): value is LostWords {
	if (typeof value !== 'object' || value === null) return false;
	const words = value as Readonly<Record<string, unknown>>;
	return (
		['id', 'channel', 'by', 'name', 'text'].every((name) => typeof words[name] === 'string') &&
		['client', 'seq'].every((name) => typeof words[name] === 'number')
	);
}
