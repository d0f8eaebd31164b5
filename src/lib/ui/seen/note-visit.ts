import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { caseLinks } from '../case/case-links.ts';
import { dayAt } from '../words/days.ts';
import { worksHere } from './works-here.ts';

type Part = Parameters<Case['visit']>[0];

/** Leaves a note that this person has opened this part today, if they are here for their work, or want it so. */
export function noteVisit(device: Device, opened: Case, part: Part): void {
	const me = opened.people.find(({ isMe }) => isMe);
	if (opened.madeUp || !me || !(worksHere(me) || device.showsVisits)) return;
	opened.visit(part, dayAt(device.platform.clock.now()));
}

/** Which part of a case a path shows; null for what holds nothing of it. */
export function partAt(path: string, id: string): Part | null {
	const to = caseLinks(id);
	if (path === to.plan || path === to.mine || path === to.card) return 'plan';
	if (path === to.talk) return 'talk';
	return path === to.people ? 'people' : null;
}
