/** A case in a page with real storage, and one field of it that is typed into. */
import { expect, vi } from 'vitest';
import { writeText } from '#lib/casedoc/text.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Case } from '#lib/session/case.ts';
import type { SaveStatus } from '#lib/session/status.ts';
import { openDevice } from './page-device.ts';
import type { Profile, StoredPage } from './stored-page.ts';

export interface StoredCase {
	readonly page: StoredPage;
	readonly document: DocumentId;
	readonly opened: Case;
}

export async function beginCase(profile: Profile): Promise<StoredCase> {
	const page = await profile.openPage();
	const document = await page.device.startCase({
		clientName: 'Rosa',
		myName: 'Maya',
		relation: 'case-manager'
	});
	const opened = await page.device.open(document);
	await comesTo(profile, opened, { kind: 'sent' });
	return { page, document, opened };
}

export const ben = { name: 'Ben', relation: 'case-manager', capability: 'manage', expiry: 0 } as const;

/** Ben, on a device of his own that has room, sits down at the table. */
export async function seatBen(profile: Profile, opened: Case): Promise<Case> {
	const invited = await opened.invite(ben, location.origin);
	if (invited.kind !== 'invited') throw new Error(invited.kind);
	const bens = await openDevice(profile.relay, profile.clock);
	const look = await bens.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await bens.join(look, 'Ben');
	await vi.waitFor(async () => {
		await profile.clock.advance(300);
		expect(opened.people).toHaveLength(2);
	});
	return bens.open(opened.id);
}

export function type(opened: Case, words: string): void {
	opened.edit((plan) => writeText(plan, { record: 'plan', id: 'plan', field: 'mattersToMe' }, words));
}

/** Time goes on until this is the status. */
export async function comesTo(profile: Profile, opened: Case, status: SaveStatus): Promise<void> {
	await vi.waitFor(async () => {
		await profile.clock.advance(500);
		expect(opened.document.status).toEqual(status);
	}, 10_000);
}

/** Its page ends without a word; another opens it that can reach no relay. */
export async function openAgain(profile: Profile, { page, document }: StoredCase): Promise<StoredCase> {
	page.kill();
	profile.cable.setPlugged(false);
	const again = await profile.openPage();
	return { page: again, document, opened: await again.device.open(document) };
}

export async function readAgain(profile: Profile, begun: StoredCase): Promise<string> {
	const { opened } = await openAgain(profile, begun);
	return opened.readPlan().mattersToMe;
}
