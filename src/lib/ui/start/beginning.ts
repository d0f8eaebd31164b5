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

export type Field = 'whose' | 'clientName' | 'relation' | 'myName';
export type Faults = Partial<Record<Field, string>>;

/** What the case begins with, or what is missing, in words. */
export function readBeginning({ whose, clientName, relation, myName }: Filled): Beginning | Faults {
	const faults: Faults = {};
	if (whose === '') faults.whose = m.start_error_relation();
	if (whose === 'other') {
		const fault = nameFault(clientName, m.start_error_client_name());
		if (fault) faults.clientName = fault;
		if (relation === '') faults.relation = m.start_error_my_relation();
	}
	const fault = nameFault(myName, m.start_error_my_name());
	if (fault) faults.myName = fault;
	if (Object.keys(faults).length > 0) return faults;
	const me = givenName(myName) ?? '';
	if (whose === 'mine') return { clientName: me, myName: me, relation: 'client' };
	return { clientName: givenName(clientName) ?? '', myName: me, relation: relation || 'family' };
}

export function isBeginning(read: Beginning | Faults): read is Beginning {
	return 'relation' in read && 'clientName' in read && 'myName' in read && !('whose' in read) && isWhole(read);
}

export function nameFault(typed: string, missing: string): string | null {
	const name = givenName(typed);
	if (name === null) return missing;
	return name.length > longestName ? m.start_error_long_name({ limit: longestName }) : null;
}

function isWhole(read: Beginning | Faults): boolean {
	return relations.some((known) => known === read['relation' as keyof typeof read]);
}

const relations = ['client', 'family', 'guardian', 'case-manager', 'provider', 'supervisor'];
