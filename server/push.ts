import type { Refusal } from '#lib/roster/roster.ts';

/** Who brings a push. It is judged by its authors' rights, not by theirs, but for accepts of invitations that are over. */
export interface Carrier {
	/** A member's device heals: it may bring what was accepted in time elsewhere. */
	readonly heals: boolean;
}

export type Pushed =
	/** All of it is durable; `fresh` entries were not held before. */
	| { readonly kind: 'stored'; readonly fresh: number }
	| { readonly kind: 'refused'; readonly reason: PushRefusal; readonly entries: number };

/** Why a push is not taken. Stable words of the protocol: clients read them. */
export type PushRefusal =
	/** Something else than appends of binary items. */
	| 'not-appends'
	/** Bytes that are no frame. */
	| 'frame'
	/** A frame under another's struct id. */
	| 'place'
	/** A frame of another document or channel. */
	| 'log'
	/** Other bytes are held under this (client, seq). */
	| 'fork'
	/** Not the next of its strand. */
	| 'gap'
	/** The previous entry's id does not fit. */
	| 'chain'
	/** Cites roster statements that are not here. */
	| 'heads'
	/** Cites an older roster than the strand's previous entry. */
	| 'heads-back'
	| 'right'
	| 'signature'
	/** A statement that follows others which are not here. */
	| 'waiting'
	/** A type of statement that this relay does not know yet. */
	| 'newer'
	/** Accepts an invitation that is used or expired. */
	| 'invitation-over'
	/** The roster has as many statements as a relay takes. */
	| 'full'
	/** The disk would not take it. */
	| 'store'
	| Refusal;

/** Why a request to found a document is not granted. */
export type FoundRefusal = PushRefusal | 'body' | 'too-large' | 'founding' | 'busy';

