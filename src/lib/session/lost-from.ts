import { grouped } from '#lib/domain/grouped.ts';
import { planChannel } from '#lib/roster/capability.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { LostWords } from './lost-words.ts';

/** Words of one person that could not be kept in one place: one notice. */
export interface LostFrom {
	readonly key: string;
	/** Empty if it is not known. */
	readonly name: string;
	readonly isMine: boolean;
	readonly isPlan: boolean;
	readonly text: string;
	readonly ids: readonly string[];
}

export function lostFrom(lost: readonly LostWords[], isMine: (author: MemberId) => boolean): LostFrom[] {
	const notices = new Map<string, LostFrom>();
	for (const { id, by, name, channel, text } of inOrder(lost)) {
		if (text === '') continue;
		const key = `${channel} ${by}`;
		const before = notices.get(key);
		notices.set(key, {
			key,
			name,
			isMine: isMine(by),
			isPlan: channel === planChannel,
			text: before ? `${before.text}\n\n${text}` : text,
			ids: [...(before?.ids ?? []), id]
		});
	}
	return [...notices.values()];
}

/** As they were written, whenever they were found. */
function inOrder(lost: readonly LostWords[]): LostWords[] {
	const strands = grouped(lost, ({ client }) => client);
	return [...strands.values()].flatMap((strand) => [...strand].sort((a, b) => a.seq - b.seq));
}
