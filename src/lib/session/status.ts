import type { StorageFault } from '#lib/ledger/ledger.ts';
import type { LinkRefusal, LinkState } from '#lib/wire/link.ts';

/** Where what I wrote is now. The words on screen promise no more than this. */
export type SaveStatus =
	| { readonly kind: 'saving' }
	/** On this device; a relay has not acknowledged it yet. */
	| { readonly kind: 'saved' }
	/** A relay has acknowledged all of it. */
	| { readonly kind: 'sent' }
	/** On this device; no relay can be reached. */
	| { readonly kind: 'offline' }
	/** On this device; the relay will not take it or will not serve us. */
	| { readonly kind: 'refused'; readonly reason: LinkRefusal }
	/** Here in this page's memory only; `sent`: a relay has acknowledged all of it. */
	| { readonly kind: 'not-saved'; readonly reason: StorageFault; readonly sent: boolean };

export interface SaveFacts {
	readonly fault: StorageFault | null;
	readonly saving: boolean;
	/** Something typed is not yet in an entry. */
	readonly unsealed: boolean;
	/** Own entries that no relay has acknowledged. */
	readonly unsent: number;
	/** Relays only, not the other tabs. */
	readonly links: readonly LinkState[];
}

export function saveStatus({ fault, saving, unsealed, unsent, links }: SaveFacts): SaveStatus {
	const open = links.some(({ kind }) => kind === 'open');
	const sent = open && !saving && !unsealed && unsent === 0;
	if (fault) return { kind: 'not-saved', reason: fault, sent };
	if (saving) return { kind: 'saving' };
	if (open) return sent ? { kind: 'sent' } : { kind: 'saved' };
	const refused = links.find((state) => state.kind === 'refused');
	if (refused) return { kind: 'refused', reason: refused.reason };
	return links.some(({ kind }) => kind === 'connecting') ? { kind: 'saved' } : { kind: 'offline' };
}
