import type { OpenInvitation, Person } from '#lib/session/case.ts';

/** What is being done about who is at the table, until its dialog is closed. */
export type TableAct =
	| { readonly kind: 'allow' | 'pause' | 'remove' | 'admit' | 'leave' | 'hand-over'; readonly person: Person }
	| { readonly kind: 'withdraw'; readonly invitation: OpenInvitation };
