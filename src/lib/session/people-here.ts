/** The people who share this browser: the list that stands there before anything is unlocked. */
import { Drawers, newDrawerId, type Drawer } from '#lib/vault/drawers.ts';
import type { Stored } from '#lib/vault/vault.ts';
import { systemClock, type Clock } from '#lib/clock.ts';

export type { Drawer } from '#lib/vault/drawers.ts';

/** How long a label may be. */
export const longestLabel = 40;

export function browserDrawers(clock: Clock = systemClock): Drawers {
	return new Drawers({ indexedDB: globalThis.indexedDB, random, clock });
}

/** Each is drawn another way: what a person picks, they get. */
export function signsToPick(count: number): string[] {
	return Array.from({ length: count }, () => newDrawerId(random));
}

/** Null where it could not be stored. */
export async function peopleHere(): Promise<readonly Drawer[] | null> {
	const read = await browserDrawers().there();
	return read.kind === 'drawers' ? read.drawers : null;
}

/** Somebody else is to use this browser, too. `id` is one of the signs to pick. */
export function addPerson(id: string, label: string): Promise<Stored> {
	return browserDrawers().add(id, tidy(label));
}

export function labelPerson(drawer: Drawer, label: string): Promise<Stored> {
	return browserDrawers().put({ ...drawer, label: tidy(label) });
}

function tidy(label: string): string {
	return label.trim().slice(0, longestLabel);
}

function random(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}
