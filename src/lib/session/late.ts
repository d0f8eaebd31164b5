/** What no pack of the current generation stands for and its log lacks: it stands in an earlier one, or in volumes of other packs. */
import { memberId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Late } from './carrier.ts';
import type { ChannelLogs } from './channel-logs.ts';
import type { Inbox } from './inbox.ts';
import type { Strands, Volume } from './strands.ts';

/** An entry, or a volume that holds some. */
export interface LateEntry extends Late {
	readonly frame: Frame | null;
}

export interface LateContext {
	readonly me: MemberId;
	readonly logs: ChannelLogs;
	readonly inbox: Inbox;
	readonly strands: Strands;
	/** The generation that is written in, and its last volume. */
	readonly current: number;
	readonly volume: Volume | null;
	/** Entries that the last pack does not stand for. */
	readonly since: readonly Frame[];
}

export function lateEntries({ me, logs, inbox, strands, current, volume, since }: LateContext): LateEntry[] {
	const isForked = ({ client, seq }: Frame) => seq >= (strands.forkOf(client) ?? Infinity);
	const isLate = (frame: Frame) =>
		!inbox.isProved(frame) &&
		(isForked(frame) || (current > 0 && (logs.homeOf(frame.client) ?? -1) < current));
	const covered = ({ client, seq }: Frame) => seq < (volume?.ends.get(client) ?? 0);
	const late = [...since, ...inbox.kept].filter((frame) => isLate(frame) && !covered(frame));
	const entries = [...late, ...inbox.forked].map((frame) => ({
		id: frame.id,
		isOwn: memberId(frame.author) === me,
		frame
	}));
	const volumes = volume ? lateVolumes(volume, strands) : [];
	return [...entries, ...volumes.map(({ hash }) => ({ id: hash, isOwn: false, frame: null }))];
}

/** Those of other packs, as far as they hold what neither our own last one nor each other does. */
function lateVolumes(own: Volume, strands: Strands): Volume[] {
	const others = [...strands.volumes].filter((volume) => goesBeyond(volume, own, strands));
	const isCovered = (one: Volume, i: number) =>
		others.some(
			(other, j) => j !== i && !goesBeyond(one, other, strands) && (j < i || goesBeyond(other, one, strands))
		);
	return others.filter((one, i) => !isCovered(one, i));
}

/** Whether the first holds something that counts and the second does not. */
export function goesBeyond({ ends }: Volume, than: Volume, strands: Strands): boolean {
	return [...ends].some(
		([client, end]) => Math.min(end, strands.get(client)?.count ?? 0) > (than.ends.get(client) ?? 0)
	);
}
