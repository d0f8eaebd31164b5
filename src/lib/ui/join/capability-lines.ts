import { m } from '#lib/paraglide/messages.js';
import type { Look } from '#lib/session/joining.ts';

export interface CapabilityLine {
	readonly may: boolean;
	readonly text: string;
}

/** What somebody with this capability can and cannot do, in words; what they can see is the same for all. */
export function doLines(capability: Look['capability']): CapabilityLine[] {
	const may = (text: string): CapabilityLine => ({ may: true, text });
	const mayNot = (text: string): CapabilityLine => ({ may: false, text });
	switch (capability) {
		case 'view':
			return [mayNot(m.join_do_not_talk())];
		case 'comment':
			return [may(m.join_do_talk()), mayNot(m.join_do_not_edit())];
		case 'edit':
			return [may(m.join_do_talk()), may(m.join_do_edit())];
		case 'manage':
			return [may(m.join_do_talk()), may(m.join_do_edit()), may(m.join_do_manage())];
	}
}
