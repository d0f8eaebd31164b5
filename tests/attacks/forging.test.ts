/** What a relay may do to entries on their way: the people at the table lose nothing by it, and believe none of it. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { idBytes } from '#lib/seal/frame-bytes.ts';
import { structUpdate, type Placed } from '#lib/wire/frame-struct.ts';
import { altering, repeating, reversing } from '../relays/hostile-ways.ts';
import { updateSaid } from '../relays/hostile-speech.ts';
import { attack } from './attack.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, linked, refusals, shown, until } from './seen.ts';
import { HostileMember, malleated } from './hostile-member.ts';
import { words } from './updates.ts';

describe('relay: forge, alter, reorder, replay an entry; move it to another case, channel or epoch', () => {
	let table: AttackedTable;

	beforeEach(async () => {
		table = await AttackedTable.set();
		await table.seat('Ben');
	});

	afterEach(() => table.close());

	const alterations: Record<string, (frame: Frame, bytes: Uint8Array) => void> = {
		'a bit of the ciphertext': ({ bytes: { length } }, bytes) => flip(bytes, length - 64 - 10),
		'a bit of the nonce': ({ header }, bytes) => flip(bytes, header.length + 3),
		'the epoch in the header': (_, bytes) => flip(bytes, epochAt),
		'the key id in the header': (_, bytes) => flip(bytes, epochAt + 4),
		'the roster head in the header': ({ header }, bytes) => flip(bytes, header.length - 4 - 32),
		'the signature': ({ bytes: { length } }, bytes) => flip(bytes, length - 64),
		'the signature, into its other form': ({ signature }, bytes) =>
			bytes.set(malleated(signature), bytes.length - 64)
	};

	for (const [what, change] of Object.entries(alterations)) {
		attack(
			`alters ${what}`,
			{
				devices: 'refused it; took the true entry as soon as it came',
				people: 'an entry of Ada’s was refused: signature'
			},
			async () => {
				const { ada, ben, relay } = table;
				relay.takeTo(altering(changed(change), [ben.opened.me]));
				await table.writes(ada, 'as Ada wrote it');
				await until(() => refusals(ben).length > 0, 'Ben refuses it');
				expect(refusals(ben)).toEqual(['Ada, plan: signature']);
				expect(goals(ben)).toEqual([]);
				expect(goals(ada)).toEqual(['as Ada wrote it']);
				relay.behave();
				await until(() => goals(ben).length === 1, 'the true entry comes');
				await table.agree();
			}
		);
	}

	attack(
		'alters an entry before a device that holds the true one can send it to another relay',
		{
			devices: 'sent the other relay what they had judged, not what the relay had shown them',
			people: 'an entry of Ada’s was refused: signature'
		},
		async () => {
			const { ada, ben, relay, otherRelay } = table;
			await table.joinOther(ada);
			await table.joinOther(ben);
			relay.takeTo(altering(changed(flipLast), [ben.opened.me]));
			await table.works();
			const [client, log] = [table.entriesOf(ada)[0]?.client ?? 0, table.log()];
			await relay.crash(() => {
				relay.takeTo();
				for (const name of [log, table.log(talkChannel), table.log(rosterChannel)]) relay.log(name).clear();
			});
			await table.ada.device.close();
			table.people.shift();
			await table.reconnect();
			await until(() => relay.log(log).strand(client).length > 0, 'Ben brings Ada’s entries back');
			const back = relay.log(log).all.map(({ bytes }) => bytes.join());
			const other = otherRelay.log(log).all.map(({ bytes }) => bytes.join());
			expect(other).toEqual(expect.arrayContaining(back));
			await until(() => ben.opened.status.kind === 'sent', 'all is sent');
		}
	);

	attack(
		'writes a forged entry into a member’s next place, before they write it',
		{
			devices: 'refused it; the member’s own entry went out in its place all the same',
			people: 'an entry of Ada’s was refused: signature'
		},
		async () => {
			const { ada, ben, relay } = table;
			await table.works();
			const last = table.entriesOf(ada).at(-1);
			if (!last) throw new Error('Ada has written');
			const eve = await HostileMember.stranger(ada);
			const forged = await eve.strand(planChannel, last.strand).draft(words('forged'), {
				author: last.author,
				seq: last.seq + 1,
				previous: last.id
			});
			relay.whisper(table.log(), [forged]);
			await until(() => refusals(ben).length + refusals(ada).length === 2, 'both refuse it');
			await table.works();
			expect(refusals(ada)).toEqual(['Ada, plan: signature']);
			expect(ben.opened.readPlan().mattersToMe).toBe('');
			const place = relay.log(table.log()).strand(last.client)[last.seq + 1];
			expect(place?.bytes).toEqual(table.entriesOf(ada)[last.seq + 1]?.bytes);
			await table.agree();
		}
	);

	attack(
		'forges entries in the name of somebody who sits nowhere',
		{ devices: 'refused them', people: 'a stranger’s entry was refused: right' },
		async () => {
			const eve = await HostileMember.stranger(table.ada);
			table.relay.plant(table.log(), [await eve.entry(planChannel, words('forged'))]);
			await table.works();
			expect(refusals(table.ben)).toEqual(['a stranger, plan: right']);
			expect(table.ben.opened.readPlan().mattersToMe).toBe('');
			await table.agree();
		}
	);

	attack(
		'reorders, repeats and replays entries',
		{ devices: 'put each in its place once', people: 'nothing: it has no effect' },
		async () => {
			const { ada, ben, relay } = table;
			relay.takeTo(reversing, repeating);
			for (const each of ['one', 'two', 'three']) await table.writes(ada, each);
			await table.works();
			await table.reload(ben);
			await table.works();
			const all = relay.log(table.log()).all;
			for (let times = 0; times < 5; times++) relay.whisper(table.log(), [...all].reverse());
			await table.works();
			expect(goals(ben)).toEqual(['honest 1', 'honest 2', 'honest 3', 'one', 'three', 'two']);
			expect(ben.opened.document.refused).toEqual([]);
			await table.agree();
		}
	);

	attack(
		'replays an old entry as if it were new, in a later place',
		{
			devices: 'took it for junk: an entry says itself where it belongs',
			people: 'nothing: it has no effect'
		},
		async () => {
			const { ada, ben, relay } = table;
			await table.works();
			const [first] = table.entriesOf(ada);
			if (!first) throw new Error('Ada has written');
			const { client, bytes } = first;
			relay.whisper(table.log(), [
				{ client, seq: 1, bytes },
				{ client: client + 1, seq: 0, bytes }
			]);
			await until(() => ben.opened.document.junk === 2, 'Ben takes them for junk');
			await table.works();
			expect(ben.opened.document.refused).toEqual([]);
			await table.agree();
		}
	);

	attack(
		'moves an entry to another case, under its log’s name',
		{
			devices: 'refused it there; kept it where it belongs',
			people: 'an entry was refused there: document'
		},
		async () => {
			const other = await AttackedTable.set();
			await other.works(other.ada, other.ada);
			const moved = other.entriesOf(other.ada);
			table.relay.plant(table.log(), moved);
			await table.works();
			expect(refusals(table.ben)).toEqual(['a stranger, plan: document']);
			await table.agree();
			expect(goals(table.ben)).toEqual(['honest 1']);
			await other.close();
		}
	);

	attack(
		'moves an entry to another channel',
		{ devices: 'refused it there; kept it where it belongs', people: 'an entry of Ada’s was refused: kind' },
		async () => {
			const { ada, ben, relay } = table;
			await table.works();
			relay.plant(table.log(talkChannel), table.entriesOf(ada));
			relay.plant(table.log(rosterChannel), table.entriesOf(ada));
			await table.says(ada, 'hello');
			await until(() => ben.opened.readTalk().threads.length === 1, 'Ben hears Ada');
			await until(() => refusals(ben).length === 2, 'Ben refuses both');
			expect(refusals(ben).sort()).toEqual(['Ada, roster: kind', 'Ada, talk: kind']);
			await table.agree();
		}
	);

	attack(
		'names another epoch or another generation for what it holds',
		{
			devices: 'took nothing in under a name that they had not asked for',
			people: 'nothing: it has no effect'
		},
		async () => {
			const { ada, ben, relay } = table;
			await table.works();
			const before = shown(ben);
			const update = structUpdate(table.entriesOf(ada));
			for (const name of [
				'',
				'.',
				`${table.document}.plan.1`,
				`${table.document}.plan`,
				`${table.log()}\0x`,
				'__proto__'
			]) {
				relay.babble(table.log(), updateSaid(name, update));
			}
			await table.works();
			expect(linked(ben)).toBe(true);
			expect(ben.opened.document.refused).toEqual([]);
			expect(before).not.toBe(shown(ben));
			await table.agree();
		}
	);

	attack(
		'sends an entry that says it belongs to the strand of another',
		{ devices: 'took it for junk', people: 'nothing: it has no effect' },
		async () => {
			const { ada, ben, relay } = table;
			await table.works();
			const [first] = table.entriesOf(ada);
			if (!first) throw new Error('Ada has written');
			const bens = strandClient(
				idBytes(table.document),
				planChannel,
				ben.opened.document.me.publicKey,
				first.strand
			);
			relay.whisper(table.log(), [{ client: bens, seq: 0, bytes: first.bytes }]);
			await until(() => ben.opened.document.junk === 1, 'Ben takes it for junk');
			await table.works();
			await table.agree();
			expect(goals(ben)).toEqual(['honest 1', 'honest 2']);
		}
	);
});

/** version, kind, document, length and name of the channel `plan` */
const epochAt = 1 + 1 + 32 + 1 + 4;

function flip(bytes: Uint8Array, at: number): void {
	bytes[at] = (bytes[at] ?? 0) ^ 1;
}

function flipLast(_frame: Frame, bytes: Uint8Array): void {
	flip(bytes, bytes.length - 1);
}

/** Only entries of the plan are changed. */
function changed(change: (frame: Frame, bytes: Uint8Array) => void) {
	return (placed: Placed): Uint8Array | null => {
		const frame = new Frame(placed.bytes);
		if (frame.channel !== planChannel) return null;
		const bytes = placed.bytes.slice();
		change(frame, bytes);
		return bytes;
	};
}
