import CalendarRange from '@lucide/svelte/icons/calendar-range';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import MapPin from '@lucide/svelte/icons/map-pin';
import Repeat from '@lucide/svelte/icons/repeat';
import UserRound from '@lucide/svelte/icons/user-round';
import CircleSlash from '@lucide/svelte/icons/circle-slash-2';
import { isBarrierOpen } from '#lib/domain/barrier.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { Service } from '#lib/domain/service.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Fact } from './Facts.svelte';
import { howOften, spanWords } from './how-often.ts';
import { paymentWords } from './plan-words.ts';

/** Who gives it, how much and how often, who pays, where, from when to when, and what for. */
export function serviceFacts(
	service: Service,
	provider: string | null,
	plan: Pick<Plan, 'needs' | 'goals' | 'risks' | 'barriers'>,
	today: IsoDate
): Fact[] {
	const who = [provider, service.providerWords.trim()].filter(Boolean).join(', ');
	const purpose = [
		...titles(plan.needs, service.needs, ({ words }) => words),
		...titles(plan.goals, service.goals, ({ words }) => words),
		...titles(plan.risks, service.risks, ({ what }) => what)
	].join(' · ');
	const blocked = plan.barriers
		.filter((barrier) => barrier.service === service.id && isBarrierOpen(barrier))
		.flatMap(({ words }) => words.trim() || []);
	const paid = [
		service.payment && paymentWords[service.payment](),
		service.funding.trim(),
		service.selfDirected === true ? m.plan_service_self_directed_said() : ''
	];
	const facts: Fact[] = [
		{ text: who, label: m.plan_service_provider(), icon: UserRound },
		{ text: howOften(service), label: m.plan_service_amount(), icon: Repeat },
		{ text: paid.filter(Boolean).join(', '), label: m.plan_service_payment(), icon: HandCoins },
		{ text: service.place.trim(), label: m.plan_service_place(), icon: MapPin },
		{ text: spanWords(service, today), icon: CalendarRange },
		{ text: blocked.join(' · '), label: m.plan_service_blocked(), icon: CircleSlash, wide: true },
		{ text: purpose, label: m.plan_service_for(), icon: HandHeart, wide: true }
	];
	return facts.filter(({ text }) => text !== '');
}

function titles<T extends { readonly id: string }>(
	all: readonly T[],
	ids: readonly string[],
	title: (one: T) => string
): string[] {
	return all.filter(({ id }) => ids.includes(id)).flatMap((one) => title(one).trim() || []);
}
