import { m } from '#lib/paraglide/messages.js';
import type { Beginning } from '#lib/session/device.ts';
import { givenName, longestName } from './names.ts';
import type { Relation } from './relation-words.ts';

/** The form as it is filled in. */
export interface Filled {
	readonly whose: 'mine' | 'other' | '';
	readonly clientName: string;
	readonly relation: Relation | '';
	readonly myName: string;
}

/** In words, by field. */
export type Faults = { readonly [F in keyof Filled]?: string };

export type ReadBeginning =
	| { readonly kind: 'beginning'; readonly beginning: Beginning }
	| { readonly kind: 'faults'; readonly faults: Faults };

/** The names are asked for once it is known whose case it is. */
export function readBeginning({ whose, clientName, relation, myName }: Filled): ReadBeginning {
	const other = whose === 'other';
	const faults: Record<keyof Filled, string | null> = {
		whose: whose === '' ? m.start_error_relation() : null,
		clientName: other ? nameFault(clientName, m.start_error_client_name()) : null,
		relation: other && relation === '' ? m.start_error_my_relation() : null,
		myName: whose === '' ? null : nameFault(myName, m.start_error_my_name())
	};
	const found = Object.entries(faults).filter(([, fault]) => fault !== null);
	if (found.length > 0) return { kind: 'faults', faults: Object.fromEntries(found) };
	const me = givenName(myName) ?? '';
	const beginning: Beginning =
		other && relation !== ''
			? { clientName: givenName(clientName) ?? '', myName: me, relation }
			: { clientName: me, myName: me, relation: 'client' };
	return { kind: 'beginning', beginning };
}

/** Null for a name that can be used; `missing` is what to say when there is none. */
export function nameFault(typed: string, missing: string): string | null {
	const name = givenName(typed);
	if (name === null) return missing;
	return name.length > longestName ? m.start_error_long_name({ limit: longestName }) : null;
}
