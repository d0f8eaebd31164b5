import { m } from '#lib/paraglide/messages.js';
import type { NoInvitation } from '#lib/session/joining.ts';

export interface NoInvitationWords {
	readonly title: string;
	/** What happened, what it means for the link, and what can be done. */
	readonly text: string;
	/** Trying the same link again may help. */
	readonly again: boolean;
}

export function noInvitationWords(kind: NoInvitation['kind'] | 'failed'): NoInvitationWords {
	const { title, text, again = false } = words[kind];
	return { title: title(), text: text(), again };
}

interface Words {
	readonly title: () => string;
	readonly text: () => string;
	readonly again?: boolean;
}

const words: Record<NoInvitation['kind'] | 'failed', Words> = {
	mangled: { title: m.join_mangled_title, text: m.join_mangled_text },
	newer: { title: m.join_newer_title, text: m.join_newer_text },
	foreign: { title: m.join_foreign_title, text: m.join_foreign_text },
	unknown: { title: m.join_unknown_title, text: m.join_unknown_text, again: true },
	used: { title: m.join_used_title, text: m.join_used_text },
	expired: { title: m.join_expired_title, text: m.join_expired_text },
	unreachable: { title: m.join_unreachable_title, text: m.join_unreachable_text, again: true },
	failed: { title: m.join_failed_title, text: m.join_failed_text, again: true }
};
