import { m } from '#lib/paraglide/messages.js';
import type { Look } from '#lib/session/joining.ts';
import type { MayLine } from '../show/may-line.ts';

/** What somebody with this capability can and cannot do, in words; what they can see is the same for all. */
export function doLines(capability: Look['capability']): MayLine[] {
	const may = (words: string): MayLine => ({ may: true, words });
	const mayNot = (words: string): MayLine => ({ may: false, words });
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
