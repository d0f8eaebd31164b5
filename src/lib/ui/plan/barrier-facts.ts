import CircleSlash from '@lucide/svelte/icons/circle-slash-2';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import type { Barrier } from '#lib/domain/barrier.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Fact } from './Facts.svelte';
import { barrierKindWords } from './plan-words.ts';
import { titleOr } from './title-or.ts';

/** Of what sort it is, which help cannot be used, and what it stands in the way of. */
export function barrierFacts(
	{ kind, service, needs, goals }: Barrier,
	plan: Pick<Plan, 'needs' | 'goals' | 'services'>
): Fact[] {
	const blocked = plan.services.find(({ id }) => id === service);
	const before = [...plan.needs, ...plan.goals]
		.filter(({ id }) => needs.includes(id) || goals.includes(id))
		.flatMap(({ words }) => words.trim() || []);
	return [
		...(kind ? [{ text: barrierKindWords[kind](), label: m.plan_barrier_kind() }] : []),
		...(blocked
			? [{ text: titleOr(blocked.what), label: m.plan_barrier_service_said(), icon: CircleSlash, wide: true }]
			: []),
		...(before.length > 0
			? [{ text: before.join(' · '), label: m.plan_barrier_before_said(), icon: HandHeart, wide: true }]
			: [])
	];
}
