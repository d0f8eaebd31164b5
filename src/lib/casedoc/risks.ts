import type * as Y from 'yjs';
import type { Risk, RiskSeverity, RiskSubject } from '#lib/domain/risk.ts';
import { riskSeverities, riskSubjects } from '#lib/domain/risk.ts';
import { codeField } from './fields.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, readListed } from './list.ts';
import type { TextsOf } from './text.ts';
import { readTexts } from './text.ts';

export interface RiskFields {
	readonly about?: RiskSubject;
	readonly severity?: RiskSeverity | null;
}

export interface NewRisk extends Making, RiskFields, Partial<TextsOf<'risk'>> {}

export function addRisk(doc: Y.Doc, risk: NewRisk): void {
	addRecord(doc, 'risk', risk, fieldsFrom(risk), risk);
}

export function changeRisk(doc: Y.Doc, id: string, changes: RiskFields): boolean {
	return changeRecord(doc, 'risk', id, fieldsFrom(changes));
}

export function readRisk(doc: Y.Doc, entry: Entry): Risk {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'risk', id),
		about: codeField(fields, 'about', riskSubjects) ?? 'client',
		severity: codeField(fields, 'severity', riskSeverities)
	};
}

function fieldsFrom({ about, severity }: RiskFields) {
	return { about, severity };
}
