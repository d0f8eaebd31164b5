/** A plan to begin with: what such plans often hold, in words to be changed. Nobody's name stands in it, and no promise. */
import type { NeedArea } from '#lib/domain/need.ts';
import type { Payment, ServiceInterval, ServiceUnit } from '#lib/domain/service.ts';
import type { RiskSubject } from '#lib/domain/risk.ts';

/** The same in every language that the app speaks. */
export interface Said {
	readonly en: string;
	readonly es: string;
}

export type ExampleLanguage = keyof Said;

export interface ExampleNeed {
	readonly key: string;
	readonly words: Said;
	readonly area: NeedArea;
	/** The need that this one comes from. */
	readonly because?: string;
}

export interface ExampleStep {
	readonly words: Said;
	/** In days from today, as everywhere here. */
	readonly due: number;
	/** Whether it is the client's own; the others wait for somebody to take them. */
	readonly mine?: boolean;
}

export interface ExampleGoal {
	readonly words: Said;
	readonly due: number;
	/** Keys. */
	readonly needs: readonly string[];
	readonly steps: readonly ExampleStep[];
}

export interface ExampleService {
	/** Where a barrier names it. */
	readonly key?: string;
	readonly what: Said;
	readonly needs: readonly string[];
	readonly payment: Payment;
	readonly amount?: number;
	readonly unit?: ServiceUnit;
	readonly interval?: ServiceInterval;
	/** For how many days. */
	readonly days?: number;
}

/** A service that cannot be used for want of something else. */
export interface ExampleBarrier {
	readonly words: Said;
	readonly strategy: Said;
	/** Keys. */
	readonly service: string;
	readonly wanted: string;
}

export interface ExampleRisk {
	readonly what: Said;
	readonly about: RiskSubject;
	readonly mitigation: Said;
	readonly backup: Said;
}

export interface ExamplePlan {
	readonly needs: readonly ExampleNeed[];
	readonly goals: readonly ExampleGoal[];
	readonly services: readonly ExampleService[];
	readonly barriers?: readonly ExampleBarrier[];
	readonly risks: readonly ExampleRisk[];
	readonly emergencies: readonly { readonly event: Said; readonly response: Said }[];
}

export const exampleKeys = ['stroke', 'veteran', 'reentry', 'family'] as const;
export type ExampleKey = (typeof exampleKeys)[number];
