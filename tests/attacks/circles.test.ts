/** Circles, by members of the case who are not in them, by who was in one for a time, and by the relay that keeps the letters. */
import { beforeEach, describe, expect } from 'vitest';
import { addNote } from '#lib/casedoc/circle.ts';
import { endOf } from '#lib/domain/opening.ts';
import { caseChannels, planChannel } from '#lib/roster/capability.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import { toText, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { letterKey, letterName, openLetter, sealLetter } from '#lib/seal/letter.ts';
import { openEntry } from '#lib/seal/open.ts';
import type { Case } from '#lib/session/case.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { CircleTable, notesIn } from '../simulation/circle-table.ts';
import type { Seated } from '../simulation/case-table.ts';
import { attack } from './attack.ts';
import { HostileMember } from './hostile-member.ts';
import { words } from './updates.ts';

const hour = 60 * 60 * 1000;

let at: CircleTable;
let rosa: Seated;
let ben: Seated;
let cleo: Seated;

beforeEach(async () => {
	at = await CircleTable.set();
	rosa = await at.table.seat('Rosa', 'edit', 'client');
	ben = await at.table.seat('Ben', 'edit', 'family');
	cleo = await at.table.seat('Cleo', 'manage', 'provider');
	await at.settle();
});

function relayed(document: DocumentId, channel: ChannelName = planChannel): Frame[] {
	return [...rosa.relay.log(logName({ document, channel, generation: 0 })).values()].flat();
}

/** All that a member of the case finds in it. */
const inCase = () =>
	caseChannels.flatMap((channel) => relayed(rosa.opened.id, channel)).map(({ id }) => toText(id));

/** Of every letter that these keys could have to do with. */
function letterKeys(of: Seated): Uint8Array[] {
	const { document } = of.opened;
	const others = [...document.roster.roster.current.members.values()].filter(
		({ id }) => id !== document.me.id
	);
	return others.flatMap(({ boxKey }) =>
		(['sent', 'received'] as const).flatMap(
			(way) => letterKey({ document: document.id, me: document.me, them: boxKey }, way) ?? []
		)
	);
}

async function shared(until = 0): Promise<{ rosas: Case; bens: Case }> {
	const rosas = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, rosas, [ben], { capability: 'edit', until });
	return { rosas, bens: await at.join(ben) };
}

describe('member outside a circle: learn that it is there', () => {
	attack(
		'looks through all that the case has, before and after',
		{ devices: 'wrote nothing of it in the case', people: 'nothing: it has no effect' },
		async () => {
			const before = inCase();
			const { rosas, bens } = await shared();
			bens.edit((doc) => addNote(doc, { ...bens.making(), day: '2026-01-06', words: 'A rail' }));
			await at.settle();
			expect(notesIn(rosas)).toContain('A rail');
			expect(inCase()).toEqual(before);
			expect(await at.asked(cleo)).toEqual([]);
		}
	);

	attack(
		'has every letter from the relay, and tries each of their own keys on it',
		{ devices: 'sealed it for the one it was for', people: 'nothing: it has no effect' },
		async () => {
			await shared();
			const names = letterKeys(cleo).flatMap((key) => [0, 1, 2].map((n) => toText(letterName(key, n))));
			expect(at.pointers.held.size).toBe(1);
			for (const [name, letter] of at.pointers.held) {
				expect(names).not.toContain(name);
				for (const key of letterKeys(cleo)) expect(openLetter(letter, key)).toBeNull();
			}
		}
	);

	attack(
		'has all of the circle from the relay',
		{ devices: 'sealed it under keys that they have not', people: 'nothing: it has no effect' },
		async () => {
			const { rosas } = await shared();
			const frames = caseChannels.flatMap((channel) => relayed(rosas.id, channel));
			expect(frames.length).toBeGreaterThan(3);
			for (const frame of frames)
				for (const key of cleo.opened.document.keyring.all)
					expect(openEntry(frame, key).kind).not.toBe('opened');
		}
	);
});

describe('letters: read, change, swap, forge', () => {
	attack(
		'are given to another than they are for, or changed, by the relay',
		{ devices: 'passed them over', people: 'nothing: the circle opens once the relay gives the true one' },
		async () => {
			const circle = await at.start(rosa, 'My page', 'Before');
			await at.open(rosa, circle, [ben]);
			const [[name = '', letter = new Uint8Array()] = []] = at.pointers.held;
			const changed = letter.map((byte, i) => (i === 99 ? byte ^ 1 : byte));
			at.pointers.held.set(name, changed);
			const [cleos] = letterKeys(cleo).map((key) => toText(letterName(key, 0)));
			if (cleos) at.pointers.held.set(cleos, letter);
			expect(await at.asked(ben)).toEqual([]);
			expect(await at.asked(cleo)).toEqual([]);
			at.pointers.held.set(name, letter);
			at.again(ben);
			expect(notesIn(await at.join(ben))).toEqual(['Before']);
		}
	);

	attack(
		'are written by another member in somebody’s name',
		{ devices: 'named the member whose keys wrote it', people: 'Ben: that Cleo has opened a circle to him' },
		async () => {
			const hers = await at.start(cleo, 'My page', 'Not Rosa’s');
			await at.open(cleo, hers, [ben]);
			const [asked] = await at.asked(ben);
			expect(asked?.from).toBe(cleo.opened.me);
		}
	);

	attack(
		'lead nowhere, or say what is no link',
		{ devices: 'passed them over', people: 'nothing: it has no effect' },
		async () => {
			const { document } = cleo.opened;
			const member = document.roster.roster.current.member(ben.opened.me);
			const key =
				member && letterKey({ document: document.id, me: document.me, them: member.boxKey }, 'sent');
			if (!key) throw new Error('no key');
			const { random } = cleo.platform;
			const circle = await at.start(rosa, 'My page', 'Before');
			const texts = [
				'',
				'http://relay.test/join#AAAA',
				`http://relay.test/join#${circle.id}`,
				'\u0000'.repeat(700)
			];
			texts.forEach((text, n) =>
				at.pointers.held.set(toText(letterName(key, n)), sealLetter(utf8(text), key, random))
			);
			expect(await at.asked(ben)).toEqual([]);
			await at.open(rosa, circle, [ben]);
			expect(notesIn(await at.join(ben))).toEqual(['Before']);
		}
	);
});

describe('whoever was in a circle for a time: read on, write on', () => {
	attack(
		'goes on with a changed client, and a relay that goes on serving them',
		{
			devices: 'took the seat away when its time was over, and went on under keys that it has not',
			people: 'the client: that its time was over'
		},
		async () => {
			const { clock } = at.table;
			const { rosas, bens } = await shared(clock.now() + hour);
			const hostile = HostileMember.at({ opened: bens });
			const { rosterHeads } = hostile;
			await clock.advance(hour);
			await at.settle();
			const known = new Set(relayed(rosas.id).map(({ id }) => toText(id)));
			rosas.edit((doc) => addNote(doc, { ...rosas.making(), day: '2026-01-07', words: 'After' }));
			await at.settle();
			const after = relayed(rosas.id).filter(({ id }) => !known.has(toText(id)));
			expect(after.length).toBeGreaterThan(0);
			const keys = hostile.allKeys.filter(({ channel }) => channel === planChannel);
			for (const frame of after)
				for (const key of keys) expect(openEntry(frame, key).kind).not.toBe('opened');
			const late = await hostile.entry(planChannel, words('late'), { rosterHeads });
			rosa.relay
				.log(logName({ document: rosas.id, channel: planChannel, generation: 0 }))
				.set(late.client, [late]);
			await at.table.reload(rosa);
			const again = await rosa.device.open(rosas.id);
			await at.settle();
			expect(again.readPlan().mattersToMe).toBe('');
			expect(notesIn(again)).toEqual(['After', 'Before']);
			expect(again.people.map(({ name }) => name)).toEqual(['Rosa']);
			const [opening] = again.readSharing().openings;
			expect(opening && endOf(opening, clock.now())).toBe(opening?.until);
		}
	);
});
