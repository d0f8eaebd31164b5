import type * as Y from 'yjs';
import { isId } from '#lib/domain/record.ts';
import type { Fields } from './fields.ts';
import { fieldsOf } from './list.ts';

/** What can be linked to what. */
export const linkNames = {
	goal: ['needs', 'strengths'],
	service: ['needs', 'goals', 'risks'],
	barrier: ['needs', 'goals']
} as const;

type LinkingKind = keyof typeof linkNames;
export type LinkName<Kind extends LinkingKind> = (typeof linkNames)[Kind][number];

/**
 * Ties a record to another or unties them. Every link is a field of its own (`needs:ID`), so that two people who tie
 * different things at once both get what they meant.
 */
export function setLink<Kind extends LinkingKind>(
	doc: Y.Doc,
	kind: Kind,
	id: string,
	name: LinkName<Kind>,
	target: string,
	tied: boolean
): boolean {
	const fields = fieldsOf(doc, kind, id);
	if (fields) writeLink(fields, name, target, tied);
	return fields !== undefined;
}

export function writeLinks(fields: Fields, name: string, targets: readonly string[] = []): void {
	for (const target of targets) writeLink(fields, name, target, true);
}

/** Ids of what a record is tied to; the other side may since have been removed. */
export function readLinks(fields: Fields, name: string): string[] {
	const prefix = `${name}:`;
	const targets: string[] = [];
	fields.forEach((tied, field) => {
		const target = field.slice(prefix.length);
		if (tied === true && field.startsWith(prefix) && isId(target)) targets.push(target);
	});
	return targets.sort().slice(0, mostLinks);
}

const mostLinks = 200;

function writeLink(fields: Fields, name: string, target: string, tied: boolean): void {
	if (!isId(target)) throw new RangeError('a link needs an id');
	const field = `${name}:${target}`;
	if ((fields.get(field) === true) !== tied) fields.set(field, tied);
}
