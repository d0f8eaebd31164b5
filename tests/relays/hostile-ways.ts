/** The ways of a hostile relay. Each is one trick; a relay may have several at once. */
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { Placed } from '#lib/wire/frame-struct.ts';
import type { Kept } from './hostile-log.ts';

/** What a push is answered with: as an honest relay does, not at all, twice, or with a refusal. */
export type PushAnswer = 'stored' | 'silence' | 'twice' | 'refused';

export interface Way {
	/** What a reader is sent of what the log holds. */
	show?(kept: readonly Kept[], to: MemberId, log: string): readonly Placed[];
	/** What is kept of a push. */
	keep?(placed: readonly Placed[], from: MemberId, log: string): readonly Placed[];
	/** How many entries of each strand the relay says that it holds. */
	claim?(counts: Map<number, number>, to: MemberId, log: string): Map<number, number>;
	answer?(from: MemberId, log: string): PushAnswer;
	/** Why a reader is not let in; null lets them in. */
	deny?(reader: MemberId, log: string): string | null;
	/** True to keep presence from the others. */
	hush?(from: MemberId): boolean;
}

/** Keeps a strand's entries from `seq` on from everyone, or from some. */
export function withholding(client: number, seq: number, from?: readonly MemberId[]): Way {
	return {
		show: (kept, to) =>
			kept.filter((each) => each.client !== client || each.seq < seq || (from && !from.includes(to)))
	};
}

/** Shows everyone, or some, nothing new of a log at all. */
export function silent(log: string, to?: readonly MemberId[]): Way {
	return { show: (kept, reader, of) => (of === log && (!to || to.includes(reader)) ? [] : kept) };
}

/** Two histories: from now on neither side is shown what the other writes. `before` is what both have seen. */
export function parting(left: readonly MemberId[], before: ReadonlySet<Uint8Array>): Way {
	return {
		show: (kept, to) =>
			kept.filter(
				({ bytes, from }) => before.has(bytes) || (from && left.includes(from)) === left.includes(to)
			)
	};
}

/** Sends other bytes in the place of some, to everyone or to some. */
export function altering(change: (placed: Placed) => Uint8Array | null, to?: readonly MemberId[]): Way {
	return {
		show: (kept, reader) =>
			to && !to.includes(reader) ? kept : kept.map((each) => ({ ...each, bytes: change(each) ?? each.bytes }))
	};
}

export const reversing: Way = { show: (kept) => [...kept].reverse() };

export const repeating: Way = { show: (kept) => [...kept, ...kept, ...kept] };

/** Takes everything, says that it is stored, and forgets it at once. */
export const forgetting: Way = { keep: () => [] };

export function answering(answer: PushAnswer): Way {
	return { answer: () => answer };
}

export function claiming(claim: (counts: Map<number, number>) => Map<number, number>): Way {
	return { claim };
}

export function shutting(reader: MemberId, reason: string): Way {
	return { deny: (who) => (who === reader ? reason : null) };
}
