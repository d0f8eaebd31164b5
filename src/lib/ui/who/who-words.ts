import { m } from '#lib/paraglide/messages.js';
import type { Drawer } from '#lib/session/people-here.ts';

/** What a person is called before anything is unlocked. */
export function drawerName({ label, number }: Pick<Drawer, 'label' | 'number'>): string {
	return label.trim() || m.who_numbered({ number });
}
