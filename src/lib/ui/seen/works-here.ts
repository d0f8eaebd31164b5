import type { Person } from '#lib/session/case.ts';

/** Whether somebody is in a case for their work: then the client can see on which days they looked. */
export function worksHere({ relation }: Pick<Person, 'relation'>): boolean {
	return relation === 'case-manager' || relation === 'provider' || relation === 'supervisor';
}
