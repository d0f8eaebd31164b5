import { expect, test } from 'vitest';
import { parseFrame } from '#lib/seal/frame.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { HandClock, rest } from '../../../tests/simulation/hand-clock.ts';
import { foundDocument, type Founding } from '../../../tests/simulation/sealed-frames.ts';
import { syncVerify } from '../../../tests/simulation/sync-crypto.ts';
import { Roster } from '#lib/roster/roster.ts';
import { Keyring } from './keyring.ts';
import { Presence } from './presence.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

async function session(founding: Founding, clock: HandClock, me = founding.founder) {
	const roster = new Roster(founding.document);
	await roster.add(founding.statement, syncVerify);
	const keyring = new Keyring();
	for (const key of founding.keys) keyring.add(key);
	const blobs: Uint8Array[] = [];
	const presence = new Presence({
		document: founding.document,
		me,
		roster,
		keyring,
		verify: syncVerify,
		clock,
		random,
		ends: () => [],
		cited: () => undefined,
		publish: (blob) => blob && blobs.push(blob),
		changed: () => undefined
	});
	presence.come();
	await rest();
	return { presence, blobs, last: () => blobs.at(-1) ?? new Uint8Array() };
}

type Session = Awaited<ReturnType<typeof session>>;

/** Each hears the other's latest until both know that the other is no recording. */
async function meet(a: Session, b: Session, clock: HandClock) {
	for (let turn = 0; turn < 3; turn++) {
		await a.presence.receive('relay', 2, b.last());
		await b.presence.receive('relay', 1, a.last());
		await clock.advance(200);
	}
}

test('two sessions meet, see where the other works, and notice one leaving', async () => {
	const clock = new HandClock();
	const founding = await foundDocument(null);
	const [a, b] = [await session(founding, clock), await session(founding, clock)];
	await meet(a, b, clock);
	expect(a.presence.sessions).toHaveLength(1);
	expect(b.presence.sessions).toHaveLength(1);
	a.presence.moveTo('goal/1/words');
	await clock.advance(300);
	await b.presence.receive('relay', 1, a.last());
	expect(b.presence.sessions[0]?.where).toBe('goal/1/words');
	await b.presence.receive('relay', 1, null);
	expect(b.presence.sessions).toEqual([]);
});

test('a session that falls silent has left within 30 s, whatever its relay says', async () => {
	const clock = new HandClock();
	const founding = await foundDocument(null);
	const [a, b] = [await session(founding, clock), await session(founding, clock)];
	await meet(a, b, clock);
	await clock.advance(20_000);
	expect(a.presence.sessions).toHaveLength(1);
	await clock.advance(13_000);
	expect(a.presence.sessions).toEqual([]);
});

test('what was said before we came, or once already, or by a stranger, counts for nothing', async () => {
	const clock = new HandClock();
	const founding = await foundDocument(null);
	const [a, b] = [await session(founding, clock), await session(founding, clock)];
	await meet(a, b, clock);
	const recorded = a.last();
	await b.presence.receive('relay', 1, null);
	const late = await session(founding, clock);
	await late.presence.receive('relay', 1, recorded);
	expect(late.presence.sessions).toEqual([]);

	a.presence.moveTo('here');
	await clock.advance(200);
	await b.presence.receive('relay', 1, a.last());
	await b.presence.receive('relay', 1, recorded);
	expect(b.presence.sessions[0]?.where).toBe('here');

	const stranger = await session(founding, clock, await memberKeys(new Secret(random(32)), undefined));
	await meet(stranger, b, clock);
	expect(b.presence.sessions).toHaveLength(1);
});

test('what answers something that was said too long ago counts for nothing', async () => {
	const clock = new HandClock();
	const founding = await foundDocument(null);
	const [a, b] = [await session(founding, clock), await session(founding, clock)];
	await meet(a, b, clock);
	a.presence.moveTo('goal/1/words');
	await clock.advance(300);
	const keptBack = a.last();
	a.presence.close();
	await clock.advance(26_000);
	await b.presence.receive('relay', 1, keptBack);
	expect(b.presence.sessions).toEqual([]);
});

test('bytes of every kind are dropped without harm', async () => {
	const clock = new HandClock();
	const founding = await foundDocument(null);
	const a = await session(founding, clock);
	const blob = a.last();
	expect(parseFrame(blob)).toMatchObject({
		kind: 'frame',
		frame: { kind: 'presence', channel: rosterChannel }
	});
	const b = await session(founding, clock);
	for (let i = 0; i < blob.length; i += 7) {
		const altered = blob.slice();
		altered[i] = (altered[i] ?? 0) ^ 1;
		await b.presence.receive('relay', 1, altered);
		await b.presence.receive('relay', 1, blob.slice(0, i));
	}
	await meet(a, b, clock);
	expect(b.presence.sessions).toHaveLength(1);
});
