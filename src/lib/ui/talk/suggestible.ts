import type { textFields, TextRef } from '#lib/casedoc/text.ts';
import type { Anchor, FieldAnchor } from '#lib/domain/anchor.ts';
import { listKinds, type ListKind } from '#lib/domain/record.ts';
import { m } from '#lib/paraglide/messages.js';
import { textLabels } from '../plan/text-labels.ts';

/** A text of the plan for which other words can be suggested. */
export interface Suggestible {
	readonly about: FieldAnchor;
	readonly ref: TextRef;
	readonly label: string;
}

/** The texts of what is spoken about, in the order in which the plan shows them. */
export function suggestibleIn({ record, id }: Anchor): Suggestible[] {
	const labels = labelsOf(record);
	return Object.entries(labels).map(([field, label]) => ({
		about: { record, id, field },
		ref: { record, id, field } as TextRef,
		label: label()
	}));
}

/** Null for what is no text of the plan, as another app may call one. */
export function suggestibleAt(about: Anchor, field: string): Suggestible | null {
	return suggestibleIn(about).find((one) => one.about.field === field) ?? null;
}

function labelsOf(record: Anchor['record']): Readonly<Record<string, () => string>> {
	if (record === 'plan')
		return { mattersToMe: m.talk_about_matters, watching: m.talk_about_watching } satisfies Record<
			(typeof textFields)['plan'][number],
			() => string
		>;
	const isListed = (listKinds as readonly string[]).includes(record);
	// Names, numbers and addresses are told, not worded.
	if (!isListed || record === 'contact' || record === 'note') return {};
	return textLabels[record as ListKind];
}
