/** A member runs a changed client, and the relay helps: MemoryRelay believes everything. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { idBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { rest } from '../simulation/hand-clock.ts';
import { Table, type Seated } from '../simulation/case-table.ts';

/** What a changed client sends: anything at all, under its own valid keys. */
async function send(
	from: Seated,
	channel: ChannelName,
	update: (client: number) => Uint8Array,
	change: { time?: number } = {}
): Promise<Frame> {
	const { document } = from.opened;
	const strand = crypto.getRandomValues(new Uint8Array(16));
	const client = strandClient(idBytes(document.id), channel, document.me.publicKey, strand);
	const key = document.keyring.all.find((each) => each.channel === channel);
	if (!key) throw new Error('no key');
	const place = {
		kind: 'update' as const,
		document: idBytes(document.id),
		strand,
		seq: 0,
		previous: new Uint8Array(32),
		rosterHeads: document.roster.roster.heads,
		clear: new Uint8Array()
	};
	const content = { time: change.time ?? 0, heads: [], payload: update(client) };
	const frame = new Frame(await sealEntry(place, content, key, document.me));
	const link = from.relay.open({
		document: document.id,
		channels: [channel],
		reader: () => document.me,
		events: {
			state: () => undefined,
			arrived: () => undefined,
			junk: () => undefined,
			acknowledged: () => undefined,
			declined: () => undefined,
			presence: () => undefined
		}
	});
	link.offer(channel, [frame]);
	await rest();
	await link.close();
	return frame;
}

function written(client: number, write: (doc: Y.Doc) => void): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	write(doc);
	return Y.encodeStateAsUpdate(doc);
}

test('a commenter writes the plan: the other device refuses it and says whose it was', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'comment');
	await send(ben, planChannel, (client) =>
		written(client, (doc) => doc.getText('plan/plan/mattersToMe').insert(0, 'forged'))
	);
	expect(table.ada.opened.readPlan().mattersToMe).toBe('');
	expect(table.ada.opened.document.refused).toEqual([
		{ author: ben.opened.me, channel: planChannel, reason: 'right' }
	]);
});

test('a viewer writes in talk: refused', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'view');
	await send(ben, talkChannel, (client) =>
		written(client, (doc) => doc.getArray(String(client)).push(['x']))
	);
	expect(table.ada.opened.document.refused.map(({ reason }) => reason)).toEqual(['right']);
});

test('an editor writes under another client id, deletes what is not there yet, or hangs on what does not exist: refused', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'edit');
	const { opened } = table.ada;
	opened.text({ record: 'plan', id: 'plan', field: 'mattersToMe' }).splice(0, 0, 'my garden');
	await opened.document.flush();
	await table.clock.advance(3000);
	const adas = [...opened.document.channel(planChannel).strands.all][0]?.client ?? 0;

	await send(ben, planChannel, () => written(adas, (doc) => doc.getText('x').insert(0, 'as Ada')));
	await send(ben, planChannel, () => {
		const victim = new Y.Doc();
		victim.clientID = adas;
		victim.getText('x').insert(0, 'a'.repeat(1000));
		const before = Y.encodeStateVector(victim);
		victim.getText('x').delete(0, 1000);
		return Y.encodeStateAsUpdate(victim, before);
	});
	await send(ben, planChannel, (client) => {
		const doc = new Y.Doc();
		doc.clientID = client;
		doc.getText('x').insert(0, 'first');
		const before = Y.encodeStateVector(doc);
		doc.getText('x').insert(5, 'second');
		return Y.encodeStateAsUpdate(doc, before);
	});
	await send(ben, planChannel, () => Uint8Array.of(1, 2, 3));
	const reasons = opened.document.refused.map(({ reason }) => reason);
	expect(reasons).toEqual(['clock', 'unknown-reference', 'clock', 'unreadable']);
	expect(opened.readPlan().mattersToMe).toBe('my garden');
});

test('nobody takes back what was said in talk', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'comment');
	await send(ben, talkChannel, (client) =>
		written(client, (doc) => {
			doc.getArray(String(client)).push(['said']);
			doc.getArray(String(client)).delete(0, 1);
		})
	);
	await send(ben, talkChannel, (client) =>
		written(client, (doc) => doc.getArray('somebody else').push(['said']))
	);
	await send(ben, talkChannel, (client) =>
		written(client, (doc) => doc.getMap(String(client)).set('a', 'said'))
	);
	expect(table.ada.opened.document.refused.map(({ reason }) => reason)).toEqual([
		'not-append',
		'not-append',
		'not-append'
	]);
});
