import type { IsoDate } from './date.ts';
import type { Listed } from './record.ts';

/** What a circle is for. `private`: the client's own page. */
export const circleKinds = ['private', 'clinical', 'substance', 'safety', 'agency', 'other'] as const;
export type CircleKind = (typeof circleKinds)[number];

/** Something written down in a circle, on one day. */
export interface Note extends Listed {
	readonly title: string;
	readonly words: string;
	readonly day: IsoDate | null;
}

/** A part of a case that only some of its people may read. */
export interface Circle {
	/** `null` while it has not come, or from a newer version. */
	readonly kind: CircleKind | null;
	readonly name: string;
	/** Why it is kept apart. */
	readonly about: string;
	/** The newest day first. */
	readonly notes: readonly Note[];
}
