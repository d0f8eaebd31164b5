import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import type { Payment, Service, ServiceInterval, ServiceState, ServiceUnit } from '#lib/domain/service.ts';
import { payments, serviceIntervals, serviceStates, serviceUnits } from '#lib/domain/service.ts';
import { amountField, codeField, dateField, flagField, personField } from './fields.ts';
import { mustBeAmount, mustBeDate, personValue } from './fields.ts';
import { readLinks, writeLinks } from './links.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, readListed } from './list.ts';
import type { TextsOf } from './text.ts';
import { readTexts } from './text.ts';

export interface ServiceFields {
	readonly state?: ServiceState;
	readonly provider?: PersonRef | null;
	readonly amount?: number | null;
	readonly unit?: ServiceUnit | null;
	readonly interval?: ServiceInterval | null;
	readonly payment?: Payment | null;
	readonly selfDirected?: boolean | null;
	readonly from?: IsoDate | null;
	readonly to?: IsoDate | null;
}

export interface NewService extends Making, ServiceFields, Partial<TextsOf<'service'>> {
	readonly needs?: readonly string[];
	readonly goals?: readonly string[];
	readonly risks?: readonly string[];
}

export function addService(doc: Y.Doc, service: NewService): void {
	const fields = addRecord(doc, 'service', service, fieldsFrom(service), service);
	writeLinks(fields, 'needs', service.needs);
	writeLinks(fields, 'goals', service.goals);
	writeLinks(fields, 'risks', service.risks);
}

export function changeService(doc: Y.Doc, id: string, changes: ServiceFields): boolean {
	return changeRecord(doc, 'service', id, fieldsFrom(changes));
}

export function readService(doc: Y.Doc, entry: Entry): Service {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'service', id),
		state: codeField(fields, 'state', serviceStates) ?? 'draft',
		provider: personField(fields, 'provider'),
		amount: amountField(fields, 'amount'),
		unit: codeField(fields, 'unit', serviceUnits),
		interval: codeField(fields, 'interval', serviceIntervals),
		payment: codeField(fields, 'payment', payments),
		selfDirected: flagField(fields, 'selfDirected'),
		from: dateField(fields, 'from'),
		to: dateField(fields, 'to'),
		needs: readLinks(fields, 'needs'),
		goals: readLinks(fields, 'goals'),
		risks: readLinks(fields, 'risks')
	};
}

function fieldsFrom({ provider, amount, from, to, ...service }: ServiceFields) {
	const { state, unit, interval, payment, selfDirected } = service;
	return {
		...{ state, unit, interval, payment, selfDirected },
		provider: personValue(provider),
		amount: mustBeAmount(amount),
		from: mustBeDate(from),
		to: mustBeDate(to)
	};
}
