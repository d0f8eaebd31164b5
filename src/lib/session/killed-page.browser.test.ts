import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
	beginCase,
	comesTo,
	openAgain,
	type,
	type StoredCase
} from '../../../tests/simulation/stored-case.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';

let profile: Profile;

beforeEach(() => {
	profile = new Profile();
});

afterEach(() => profile.clear());

/** The page ends when it comes to this step, which it does not do any more. */
function endsBefore(begun: StoredCase, step: 'putEntry' | 'add' | 'settle'): Promise<void> {
	const ledger = begun.page.ledgers.find(({ log }) => log.endsWith('.plan.0'));
	return new Promise((ended) => {
		const end = () => {
			begun.page.kill();
			ended();
			return new Promise(() => undefined);
		};
		Object.assign((step === 'add' ? ledger : begun.page.outbox) ?? {}, { [step]: end });
	});
}

async function waiting({ page, document }: StoredCase): Promise<number> {
	return (await page.outbox.entries(`${document}.plan.0`)).length;
}

test.each([
	['a draft and its entry', 'putEntry'],
	['outbox and ledger', 'add'],
	['ledger and wire', 'settle']
] as const)('what is typed in a page that ends between %s is there, and goes out', async (_between, step) => {
	const begun = await beginCase(profile);
	profile.cable.setPlugged(false);
	const ended = endsBefore(begun, step);
	type(begun.opened, 'Singing');
	await profile.clock.advance(2000);
	await ended;
	const again = await openAgain(profile, begun);
	expect(again.opened.readPlan().mattersToMe).toBe('Singing');
	profile.cable.setPlugged(true);
	await comesTo(profile, again.opened, { kind: 'sent' });
	await vi.waitFor(async () => expect(await waiting(again)).toBe(0));
	const third = await openAgain(profile, again);
	expect(third.opened.readPlan().mattersToMe).toBe('Singing');
	expect(await waiting(third)).toBe(0);
});

test('a statement of a page that ends between outbox and ledger is there, and goes out', async () => {
	const begun = await beginCase(profile);
	profile.cable.setPlugged(false);
	const roster = begun.page.ledgers.find(({ log }) => log.endsWith('.roster.0'));
	const end = () => {
		begun.page.kill();
		return new Promise(() => undefined);
	};
	Object.assign(roster ?? {}, { add: end });
	const offer = { name: 'Ben', relation: 'case-manager', capability: 'edit', expiry: 0 } as const;
	void begun.opened.invite(offer, location.origin);
	await vi.waitFor(async () => expect(await begun.page.outbox.unsent(`${begun.document}.roster.0`)).toBe(1));
	const again = await openAgain(profile, begun);
	expect(again.opened.document.roster.roster.statements).toHaveLength(2);
	profile.cable.setPlugged(true);
	await comesTo(profile, again.opened, { kind: 'sent' });
	await vi.waitFor(async () =>
		expect(await again.page.outbox.entries(`${begun.document}.roster.0`)).toEqual([])
	);
});

test('a case whose outbox cannot be read does not open, and opens when it can', async () => {
	const begun = await beginCase(profile);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	begun.page.kill();
	const { device } = await profile.openPage();
	const ask = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementationOnce(() => {
		throw new DOMException('', 'InvalidStateError');
	});
	await expect(device.open(begun.document)).rejects.toThrow(DOMException);
	ask.mockRestore();
	expect((await device.open(begun.document)).readPlan().mattersToMe).toBe('Singing');
});
