import type { WayKind } from '#lib/session/locking.ts';

/** What somebody wants of the lock. */
export type LockChange =
	/** The first one, by one of these. */
	| { readonly kind: 'set'; readonly kinds: readonly WayKind[] }
	/** Another way beside, or in place of the one of its kind. */
	| { readonly kind: 'put'; readonly kinds: readonly WayKind[] }
	| { readonly kind: 'drop'; readonly way: WayKind }
	| { readonly kind: 'remove' };
