import { m } from '#lib/paraglide/messages.js';

/** A person's name, or the words for somebody whose name could not be read. */
export function nameOr(name: string): string {
	return name.trim() || m.case_somebody();
}
