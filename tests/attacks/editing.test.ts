/** An editor with a changed client, and a relay that helps them. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import * as Y from 'yjs';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import { packLabel } from '#lib/seal/frame-pack.ts';
import { channelKey } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import nacl from 'tweetnacl';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, refusals, remarks, until } from './seen.ts';
import { HostileMember, malleated, randomBytes, type Payload, type Twist } from './hostile-member.ts';
import { asClient, behind, deleting, made, secondHalf, sections, words } from './updates.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;
let cy: Person;
let eve: HostileMember;

/** Ben attacks Ada and Cy. */
beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben', 'edit');
	cy = await table.seat('Cy', 'edit');
	eve = HostileMember.at(ben);
	await table.works(ada, cy);
});

afterEach(() => table.close());

/** Ada and Cy both refuse what Ben sends, for this reason, and go on as if it had not come. */
async function refused(
	reason: string,
	channel: ChannelName,
	payload: Payload,
	twist: Twist = {}
): Promise<void> {
	const frame = await eve.entry(channel, payload, twist);
	table.relay.plant(table.log(channel), [frame]);
	for (const person of [ada, cy]) {
		await until(() => refusals(person).length > 0, `${person.name} refuses it`);
		expect(refusals(person)).toEqual([`Ben, ${channel}: ${reason}`]);
		expect(person.opened.readPlan().mattersToMe).toBe('');
		expect(pending(person)).toEqual([]);
	}
	await table.works(ada, cy);
	await table.works(cy, ada);
	await table.works(ben, ada);
	expect(shownIn(cy)).toBe(shownIn(ada));
	await table.reload(cy);
	expect(shownIn(cy)).toBe(shownIn(ada));
}

function shownIn({ opened }: Person): string {
	return JSON.stringify([opened.readPlan(), opened.readTalk()]);
}

/** What hangs in a channel's document because something that it needs is missing. */
function pending({ opened }: Person): unknown[] {
	return [planChannel, talkChannel].flatMap((channel) => {
		const { store } = opened.document.channel(channel).doc;
		return [store.pendingStructs, store.pendingDs].filter((each) => each !== null);
	});
}

function clientOf(person: Person): number {
	const [first] = table.entriesOf(person);
	if (!first) throw new Error(`${person.name} has written`);
	return first.client;
}

function editing(
	what: string,
	reason: string,
	payload: () => Payload,
	{ channel = planChannel, twist = () => ({}) }: { channel?: ChannelName; twist?: () => Twist } = {}
): void {
	const told = { devices: 'refused it whole', people: `Ben’s entry was refused: ${reason}` };
	attack(what, told, () => refused(reason, channel, payload(), twist()));
}

describe('editor: write as someone else; claim another’s Yjs client id', () => {
	editing('writes under another’s client id, where they go on', 'clock', () =>
		asClient(clientOf(ada), (client) => {
			const doc = new Y.Doc();
			Y.applyUpdate(doc, Y.encodeStateAsUpdate(ada.opened.document.channel(planChannel).doc));
			doc.clientID = client;
			const before = Y.encodeStateVector(doc);
			doc.getText('plan/plan/mattersToMe').insert(0, 'as Ada');
			return Y.encodeStateAsUpdate(doc, before);
		})
	);
	editing('writes under the client id of nobody yet', 'clock', () => asClient(12345, words('as nobody')));
	editing('skips ahead of its own clock', 'clock', secondHalf);
	editing('writes in two sections, of which Yjs keeps the last: the rest would hang for ever', 'clock', () =>
		sections([{ clock: 0, text: 'a' }], [{ clock: 1, text: 'b', after: 0 }])
	);
	editing('writes items of no length', 'clock', () =>
		sections([
			{ clock: 0, text: '' },
			{ clock: 0, text: 'b' }
		])
	);
	editing('hangs a word behind one that is not written yet', 'unknown-reference', () =>
		behind(clientOf(ada), 5000)
	);
	editing('hangs a word behind one that it does not cite', 'unknown-reference', () =>
		behind(clientOf(ada), 0)
	);
	editing('sends what is no update', 'unreadable', () => () => Uint8Array.of(1, 2, 3));
	editing('puts a document into the document', 'subdocument', () =>
		made((doc) => doc.getMap('m').set('d', new Y.Doc()))
	);
	editing(
		'says in talk in another’s place',
		'not-append',
		() => made((doc) => doc.getArray(String(clientOf(ada))).push(['as Ada'])),
		{ channel: talkChannel }
	);
	editing('calls a presence blob an entry', 'kind', () => words('x'), {
		twist: () => ({ kind: 'presence' })
	});
	editing('calls an entry a pack', 'content', () => words('x'), {
		twist: () => ({ kind: 'pack', clear: packLabel({ what: 'next', frames: 1 }) })
	});
});

describe('editor: compact away or forge others’ words', () => {
	editing('deletes what another has not written yet', 'unknown-reference', () =>
		deleting(clientOf(ada), 0, 100_000)
	);
	editing('deletes what it does not cite', 'unknown-reference', () => deleting(clientOf(ada), 0, 1));
	editing('deletes what nobody has written', 'unknown-reference', () => deleting(777, 0, 1));
	editing('takes back what was said in talk', 'not-append', () => deleting(clientOf(ada), 0, 1), {
		channel: talkChannel
	});
	editing(
		'says and unsays in one breath',
		'not-append',
		() => (client) =>
			made((doc) => {
				doc.getArray(String(client)).push(['said']);
				doc.getArray(String(client)).delete(0, 1);
			})(client),
		{ channel: talkChannel }
	);
	editing(
		'changes in talk what was said, as in a map',
		'not-append',
		() => (client) => made((doc) => doc.getMap(String(client)).set('a', 'said'))(client),
		{ channel: talkChannel }
	);

	attack(
		'deletes as an editor may, and says so openly',
		{
			devices: 'applied it: the right to edit is the right to delete; the entry that held the words stays',
			people: 'whose change it was'
		},
		async () => {
			const client = clientOf(ada);
			const [first] = table.entriesOf(ada);
			if (!first) throw new Error('Ada has written');
			const clock = Y.getState(cy.opened.document.channel(planChannel).doc.store, client);
			const heads = table
				.entriesOf(ada)
				.map(({ seq, id }) => ({ client, seq, id }))
				.slice(-1);
			table.relay.plant(table.log(), [await eve.entry(planChannel, deleting(client, 0, clock), { heads })]);
			await until(() => goals(cy).length === 0, 'it is applied');
			expect(refusals(cy)).toEqual([]);
			expect(cy.opened.document.held.get(table.log())?.some(({ id }) => id.join() === first.id.join())).toBe(
				true
			);
			await table.agree([ada, cy]);
		}
	);
});

describe('editor: an entry that is sealed, signed or chained otherwise than it should be', () => {
	editing('bends its own signature into the other form', 'signature', () => words('x'), {
		twist: () => ({ signature: malleated })
	});
	editing('takes another nonce than the keyed hash', 'nonce', () => words('x'), {
		twist: () => ({ nonce: () => randomBytes(24) })
	});
	editing('hides something in the padding', 'content', () => words('x'), {
		twist: () => ({ plaintext: (bytes) => bytes.with(bytes.length - 1, 7) })
	});
	editing('pads otherwise than all do', 'content', () => words('x'), {
		twist: () => ({
			plaintext: (bytes) => {
				const longer = new Uint8Array(bytes.length + 512);
				longer.set(bytes);
				return longer;
			}
		})
	});
	editing('seals under another key than it names', 'ciphertext', () => words('x'), {
		twist: () => ({
			ciphertext: (bytes) => nacl.secretbox(bytes, new Uint8Array(24), randomBytes(32)).slice(0, bytes.length)
		})
	});
	editing('seals under a key of its own, that opens for a few', 'key', () => words('x'), {
		twist: () => ({ key: channelKey(planChannel, 0, new Secret(randomBytes(32))) })
	});
	editing('names an epoch that is not in force', 'key', () => words('x'), { twist: () => ({ epoch: 1 }) });
	editing('seals in another channel’s key', 'key', () => words('x'), {
		twist: () => {
			const talk = eve.key(talkChannel);
			return { key: { ...talk, channel: planChannel } };
		}
	});

	attack(
		'signs with a key of small order, which fits any message',
		{ devices: 'refused it before checking', people: 'a stranger’s entry was refused: signature' },
		async () => {
			const small = new Uint8Array(32).fill(1, 0, 1);
			const frame = await eve.entry(planChannel, words('x'), {
				author: small,
				signature: () => new Uint8Array(64).fill(1, 0, 1)
			});
			table.relay.plant(table.log(), [frame]);
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['a stranger, plan: signature']);
			await table.works(cy, ada);
			await table.agree([ada, cy]);
		}
	);

	attack(
		'breaks its own chain',
		{ devices: 'kept what came before, refused the rest', people: 'Ben’s entry was refused: chain' },
		async () => {
			const strand = eve.strand(planChannel);
			await strand.write(made((doc) => doc.getText('x').insert(0, 'first')));
			await strand.write(words('x'), { previous: randomBytes(32) });
			table.relay.plant(table.log(), strand.frames);
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['Ben, plan: chain']);
			await table.works(cy, ada);
			await table.agree([ada, cy]);
		}
	);

	attack(
		'goes back to an older roster, under which it could do more',
		{ devices: 'refused it', people: 'Ben’s entry was refused: roster-backwards' },
		async () => {
			const strand = eve.strand(planChannel);
			const before = eve.rosterHeads;
			await table.link('Dee');
			await until(() => eve.rosterHeads.join() !== before.join(), 'the invite has come');
			await strand.write((client) => sections([{ clock: 0, text: 'first' }])(client));
			await strand.write((client) => sections([{ clock: 5, text: 'then', after: 4 }])(client), {
				rosterHeads: before
			});
			table.relay.plant(table.log(), strand.frames);
			for (const person of [ada, cy]) {
				await until(() => refusals(person).length > 0, `${person.name} refuses it`);
				expect(refusals(person)).toEqual(['Ben, plan: roster-backwards']);
			}
			await table.works(cy, ada);
			await table.agree([ada, cy]);
		}
	);

	attack(
		'cites what does not exist, tens of thousands of times',
		{ devices: 'kept it apart, and went on', people: 'nothing: it has no effect' },
		async () => {
			const heads = Array.from({ length: 40_000 }, (_, i) => ({ client: i, seq: 1e6, id: randomBytes(32) }));
			const frame = await eve.entry(planChannel, words('never'), { heads });
			table.relay.plant(table.log(), [frame]);
			await table.works(ada, cy);
			await table.works(cy, ada);
			expect(ada.opened.readPlan().mattersToMe).toBe('');
			expect(refusals(ada)).toEqual([]);
			await table.agree([ada, cy]);
		}
	);

	attack(
		'cites another entry than the one that stands in that place',
		{
			devices: 'kept it apart: what it cites is not here',
			people: 'that something is missing, which Ben cites'
		},
		async () => {
			const heads = [{ client: clientOf(ada), seq: 0, id: randomBytes(32) }];
			table.relay.plant(table.log(), [await eve.entry(planChannel, words('x'), { heads })]);
			await table.works(cy, ada);
			await table.works(ada, cy);
			expect(ada.opened.readPlan().mattersToMe).toBe('');
			expect(ada.opened.document.channel(planChannel).waitingCount).toBe(1);
			await table.agree([ada, cy]);
		}
	);

	attack(
		'says things in talk that no app would read',
		{ devices: 'took them in, showed none of them', people: 'nothing: it has no effect' },
		async () => {
			const odd = [
				'words',
				7,
				null,
				{ kind: 'comment' },
				{ kind: 'comment', id: 5, text: {} },
				{ __proto__: 1 },
				[]
			];
			const frame = await eve.entry(talkChannel, (client) =>
				made((doc) => doc.getArray(String(client)).push(odd))(client)
			);
			table.relay.plant(table.log(talkChannel), [frame]);
			await table.says(ada, 'hello');
			await until(() => remarks(cy).length > 0, 'Cy hears Ada');
			expect(remarks(cy)).toEqual(['hello']);
			await table.agree([ada, cy]);
		}
	);
});
