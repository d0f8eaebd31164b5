import { resolve } from '$app/paths';
import { anchorKey, type Anchor } from '#lib/domain/anchor.ts';

/** The pages of one case. */
export function caseLinks(id: string) {
	return {
		plan: resolve('/case/[id]', { id }),
		talk: resolve('/case/[id]/talk', { id }),
		people: resolve('/case/[id]/people', { id }),
		mine: resolve('/case/[id]/mine', { id }),
		card: resolve('/case/[id]/card', { id }),
		seen: resolve('/case/[id]/seen', { id }),
		circles: resolve('/case/[id]/circles', { id })
	};
}

export function circleLink(id: string, circle: string): string {
	return resolve('/case/[id]/circles/[circle]', { id, circle });
}

/** Talk, at what was said about one thing. It stands behind `#`, as addresses reach the server and that part does not. */
export function talkAbout(id: string, anchor: Anchor): string {
	return `${caseLinks(id).talk}#${anchorKey(anchor)}`;
}
