import { m } from '#lib/paraglide/messages.js';
import type { Option } from '../form/option.ts';
import type { Capability } from './relation-words.ts';

/** What a person may be given to do, least first. */
export function capabilityOptions(): Option<Capability>[] {
	return [
		{ value: 'view', label: m.invite_capability_view(), hint: m.invite_capability_view_hint() },
		{ value: 'comment', label: m.invite_capability_comment(), hint: m.invite_capability_comment_hint() },
		{ value: 'edit', label: m.invite_capability_edit(), hint: m.invite_capability_edit_hint() },
		{ value: 'manage', label: m.invite_capability_manage(), hint: m.invite_capability_manage_hint() }
	];
}
