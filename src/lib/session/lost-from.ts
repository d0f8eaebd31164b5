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

export function lostFrom(lost: readonly LostWords[], me: MemberId): LostFrom[] {
	const notices = new Map<string, LostFrom>();
	for (const { id, by, name, channel, text } of lost) {
		if (text === '') continue;
		const key = `${channel} ${by}`;
		const before = notices.get(key);
		notices.set(key, {
			key,
			name,
			isMine: by === me,
			isPlan: channel === planChannel,
			text: before ? `${before.text}\n\n${text}` : text,
			ids: [...(before?.ids ?? []), id]
		});
	}
	return [...notices.values()];
}
