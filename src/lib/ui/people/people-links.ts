import { caseLinks } from '../case/case-links.ts';

/** Making sure that somebody is who they say, by their seat. */
export function sureLink(id: string, seat: string): string {
	return `${caseLinks(id).people}#sure/${seat}`;
}

/** Inviting somebody; with the id of a contact, or of an invitation that is over, filled in for them. */
export function inviteLink(id: string, whom?: string): string {
	return `${caseLinks(id).people}#invite${whom === undefined ? '' : `/${whom}`}`;
}
