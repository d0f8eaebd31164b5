import { caseLinks } from '../case/case-links.ts';

/** Inviting somebody; with the id of a contact, or of an invitation that is over, filled in for them. */
export function inviteLink(id: string, whom?: string): string {
	return `${caseLinks(id).people}#invite${whom === undefined ? '' : `/${whom}`}`;
}
