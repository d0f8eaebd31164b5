import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteDatabase } from '#lib/ledger/database.ts';
import { wipeLedger } from '#lib/ledger/indexeddb.ts';
import { beginCase, comesTo, readAgain, type } from '../../../tests/simulation/stored-case.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';

const wiped = { kind: 'not-saved', reason: 'wiped', sent: true } as const;

let profile: Profile;

beforeEach(() => {
	profile = new Profile();
});

afterEach(() => profile.clear());

/** Another tab deletes everything of ours. */
async function wipeAll(): Promise<void> {
	for (const { name } of await indexedDB.databases()) if (name) await deleteDatabase(indexedDB, name);
}

test.each(['roster.0', 'plan.0'])(
	'a page in which nobody types tells that %s was wiped, and saves it again',
	async (log) => {
		const begun = await beginCase(profile);
		type(begun.opened, 'Singing');
		await comesTo(profile, begun.opened, { kind: 'sent' });
		await wipeLedger(`${begun.document}.${log}`);
		await comesTo(profile, begun.opened, wiped);
		await comesTo(profile, begun.opened, { kind: 'sent' });
		expect(await readAgain(profile, begun)).toBe('Singing');
	}
);

test('“Try again” after a wipe of everything saves everything at once', async () => {
	const begun = await beginCase(profile);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await wipeAll();
	await comesTo(profile, begun.opened, wiped);
	await begun.page.device.retry();
	expect(begun.opened.document.status).toEqual({ kind: 'sent' });
	expect(await readAgain(profile, begun)).toBe('Singing');
});

test('what is typed after a wipe of everything is saved, and so is what was there', async () => {
	const begun = await beginCase(profile);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await wipeAll();
	type(begun.opened, 'Singing in the choir');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	expect(await readAgain(profile, begun)).toBe('Singing in the choir');
});
