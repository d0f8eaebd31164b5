import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { planChannel, rosterChannel, talkChannel, throughout } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { RawClient } from '../tests/relays/raw-client.ts';
import { SealedCase } from '../tests/relays/sealed-case.ts';

let relay: OurRelay;
let sealed: SealedCase;
let editor: MemberKeys;
let commenter: MemberKeys;
let viewer: MemberKeys;
let plan: RawClient;
let log: string;

beforeAll(async () => {
	relay = await ourRelay();
	sealed = await SealedCase.found('appends');
	editor = await sealed.seatThroughout('edit');
	commenter = await sealed.seatThroughout('comment');
	viewer = await sealed.seatThroughout('view');
	expect(await (await relay.found(sealed)).json()).toEqual({ kind: 'stored', count: 7 });
	log = sealed.log();
	plan = await RawClient.reading(relay.address, log, viewer);
});

afterAll(() => relay.close());

describe('the relay takes', () => {
	it('an editor’s entries, whoever carries them, and keeps them over a restart', async () => {
		const strand = sealed.strand(editor);
		const frames = [await strand.write(), await strand.write(), await strand.write()];
		expect(await plan.append(log, ...frames.slice(0, 1))).toEqual({ kind: 'stored' });
		expect(await plan.append(log, ...frames.slice(1))).toEqual({ kind: 'stored' });
		await relay.restart();
		plan = await RawClient.reading(relay.address, log, viewer);
		expect(bytesIn(await plan.read(log), frames[0]?.client ?? 0)).toEqual(
			frames.map(({ bytes }) => [...bytes])
		);
	});

	it('what it holds already, once more', async () => {
		const strand = sealed.strand(editor);
		const frames = [await strand.write(), await strand.write()];
		for (let times = 0; times < 3; times++) {
			expect(await plan.append(log, ...frames)).toEqual({ kind: 'stored' });
			expect(await plan.update(log, structUpdate(frames), 1)).toEqual({ kind: 'stored' });
		}
		expect(Y.getState((await plan.read(log)).store, frames[0]?.client ?? 0)).toBe(2);
	});

	it('nothing at all', async () => {
		expect(await plan.update(log, structUpdate([]))).toEqual({ kind: 'stored' });
	});

	it('entries of several strands in one update, and a commenter’s in talk', async () => {
		const talk = sealed.log(talkChannel);
		expect((await plan.prove(talk, viewer)).kind).toBe('admitted');
		const one = await sealed.strand(editor).write({ channel: talkChannel });
		const two = await sealed.strand(commenter).write({ channel: talkChannel });
		expect(await plan.append(talk, one, two)).toEqual({ kind: 'stored' });
	});

	it('an entry of nearly 2 MiB', async () => {
		const frame = await sealed.strand(editor).write({ size: 1_900_000 });
		expect(await plan.append(log, frame)).toEqual({ kind: 'stored' });
	});

	it('of many updates at once exactly those that are sound, and answers each', async () => {
		const [sound, cut, whole] = [sealed.strand(editor), sealed.strand(editor), sealed.strand(editor)];
		const first = await sound.write();
		const second = await sound.write();
		const missing = await cut.write();
		const behindGap = await cut.write();
		const other = await whole.write();
		const third = await sound.write();
		const forged = new Frame(third.bytes.with(-1, (third.bytes.at(-1) ?? 0) ^ 1));
		const pushed = [first, second, behindGap, other, forged, third, missing, behindGap];
		for (const frame of pushed) plan.push(log, structUpdate([frame]));
		const answers = [];
		for (const _ of pushed) answers.push(await plan.answer());
		const told = answers.map((answer) => (answer.kind === 'stored' ? 'stored' : answer.reason));
		expect(told).toEqual(['stored', 'stored', 'gap', 'stored', 'signature', 'stored', 'stored', 'stored']);
		const held = await plan.read(log);
		expect([first, missing, other].map(({ client }) => Y.getState(held.store, client))).toEqual([3, 2, 1]);
	});

	it('the same strand from two carriers at once, without losing or doubling', async () => {
		const other = await RawClient.reading(relay.address, log, editor);
		const strand = sealed.strand(editor);
		const frames: Frame[] = [];
		for (let i = 0; i < 20; i++) frames.push(await strand.write());
		const carry = async (client: RawClient) => {
			for (const frame of frames) expect(await client.append(log, frame)).toEqual({ kind: 'stored' });
		};
		await Promise.all([carry(plan), carry(other)]);
		expect(bytesIn(await other.read(log), frames[0]?.client ?? 0)).toEqual(
			frames.map(({ bytes }) => [...bytes])
		);
		await other.close();
	});

	it('a plan written while the roster grows: statements first, then what cites them', async () => {
		const roster = sealed.log(rosterChannel);
		expect((await plan.prove(roster, viewer)).kind).toBe('admitted');
		const invited = await sealed.invite(throughout('edit'));
		const early = [...sealed.statements];
		sealed.statements.push(invited.statement);
		const { statement, member } = await sealed.accept(invited);
		sealed.statements.push(statement);
		const frame = await sealed.strand(member).write();
		expect(await plan.append(log, frame)).toMatchObject({ reason: 'heads' });
		expect(await plan.append(roster, statement)).toMatchObject({ reason: 'heads' });
		expect(await plan.append(roster, statement, invited.statement)).toEqual({ kind: 'stored' });
		expect(await plan.append(log, frame)).toEqual({ kind: 'stored' });
		expect(early.length + 2).toBe(sealed.statements.length);
	});
});

describe('the relay refuses', () => {
	const refusals: [string, string, () => Promise<Uint8Array>][] = [
		[
			'a commenter’s entry in the plan',
			'right',
			async () => structUpdate([await sealed.strand(commenter).draft()])
		],
		[
			'a viewer’s entry in the plan',
			'right',
			async () => structUpdate([await sealed.strand(viewer).draft()])
		],
		[
			'a stranger’s',
			'right',
			async () => structUpdate([await sealed.strand((await SealedCase.found('x')).manager).draft()])
		],
		[
			'an entry of another channel',
			'channel',
			async () => structUpdate([await sealed.strand(editor).draft({ channel: talkChannel })])
		],
		[
			'an entry of another document',
			'document',
			async () => {
				const other = await SealedCase.found('other');
				return structUpdate([await other.strand(other.manager).draft()]);
			}
		],
		[
			'presence as an entry',
			'kind',
			async () => structUpdate([await sealed.strand(editor).draft({ kind: 'presence' })])
		],
		[
			'a strand that does not begin at its beginning',
			'gap',
			async () => {
				const strand = sealed.strand(editor);
				await strand.write();
				return structUpdate([await strand.draft()]);
			}
		],
		[
			'a broken chain',
			'chain',
			async () => {
				const strand = sealed.strand(editor);
				const first = await strand.write();
				return structUpdate([first, await strand.draft({ previous: new Uint8Array(32).fill(1) })]);
			}
		],
		[
			'heads that nobody knows',
			'heads',
			async () =>
				structUpdate([await sealed.strand(editor).draft({ rosterHeads: [new Uint8Array(32).fill(9)] })])
		],
		[
			'heads that move backwards',
			'heads-back',
			async () => {
				const strand = sealed.strand(editor);
				const first = await strand.write();
				const earlier = sealed.statements[2]?.id ?? new Uint8Array();
				return structUpdate([first, await strand.draft({ rosterHeads: [earlier] })]);
			}
		],
		[
			'heads from before the author came',
			'right',
			async () => structUpdate([await sealed.strand(editor).draft({ rosterHeads: [sealed.founding.id] })])
		],
		[
			'a changed signature',
			'signature',
			async () => structUpdate([changed(await sealed.strand(editor).draft(), -1)])
		],
		[
			'a changed ciphertext',
			'signature',
			async () => structUpdate([changed(await sealed.strand(editor).draft(), -100)])
		],
		[
			'another’s place',
			'place',
			async () => {
				const [mine, theirs] = [await sealed.strand(editor).draft(), await sealed.strand(editor).draft()];
				return structUpdate([{ client: theirs.client, seq: 0, bytes: mine.bytes }]);
			}
		],
		[
			'bytes that are no frame',
			'frame',
			async () => structUpdate([{ client: 5, seq: 0, bytes: new Uint8Array(100) }])
		],
		[
			'a truncated frame',
			'frame',
			async () => {
				const frame = await sealed.strand(editor).draft();
				return structUpdate([{ client: frame.client, seq: 0, bytes: frame.bytes.slice(0, -1) }]);
			}
		],
		['a text', 'not-appends', async () => otherUpdate((doc) => doc.getText('5').insert(0, 'x'))],
		['a map', 'not-appends', async () => otherUpdate((doc) => doc.getMap('5').set('a', new Uint8Array(3)))],
		[
			'deletions',
			'not-appends',
			async () =>
				otherUpdate((doc) => {
					const list = doc.getArray<Uint8Array>('5');
					list.push([new Uint8Array(3)]);
					list.delete(0, 1);
				})
		],
		[
			'an update that ends early',
			'not-appends',
			async () => structUpdate([await sealed.strand(editor).draft()]).slice(0, 50)
		],
		['random bytes', 'not-appends', async () => sealed.random(300)]
	];

	it.each(refusals)('%s: %s', async (_, reason, make) => {
		const update = await make();
		const before = Y.encodeStateVector(await plan.read(log));
		expect(await plan.update(log, update)).toMatchObject({ kind: 'refused', reason });
		expect(await plan.update(log, update, 1)).toMatchObject({ kind: 'refused', reason });
		expect(Y.encodeStateVector(await plan.read(log))).toEqual(before);
	});

	it('other bytes under a place that is taken, and goes on holding the first', async () => {
		const strand = sealed.strand(editor);
		const [first, second] = [await strand.draft(), await strand.draft()];
		expect(await plan.append(log, first)).toEqual({ kind: 'stored' });
		expect(await plan.append(log, second)).toMatchObject({ reason: 'fork', clock: 0 });
		expect(bytesIn(await plan.read(log), first.client)).toEqual([[...first.bytes]]);
	});

	it('the whole of an update of which one entry is refused', async () => {
		const good = await sealed.strand(editor).draft();
		expect(await plan.append(log, good, await sealed.strand(commenter).draft())).toMatchObject({
			reason: 'right'
		});
		expect(bytesIn(await plan.read(log), good.client)).toEqual([]);
		expect(await plan.append(log, good)).toEqual({ kind: 'stored' });
	});

	it('statements without right, and forgets those that came with them', async () => {
		const roster = sealed.log(rosterChannel);
		await plan.prove(roster, viewer);
		const good = await sealed.invite(throughout('view'));
		const bad = await sealed.invite(throughout('view'), 0, editor);
		expect(await plan.append(roster, good.statement, bad.statement)).toMatchObject({ reason: 'right' });
		const citing = await sealed.strand(editor).draft({ rosterHeads: [good.statement.id] });
		expect(await plan.append(log, citing)).toMatchObject({ reason: 'heads' });
		expect(await plan.append(roster, good.statement)).toEqual({ kind: 'stored' });
		expect(await plan.append(log, citing)).toEqual({ kind: 'stored' });
	});

	it('an entry in the roster and a statement in the plan', async () => {
		const entry = await sealed.strand(sealed.manager).draft({ channel: rosterChannel });
		expect(await plan.append(sealed.log(rosterChannel), entry)).toMatchObject({ reason: 'statement' });
		expect(await plan.append(log, (await sealed.invite(throughout('view'))).statement)).toMatchObject({
			reason: 'channel'
		});
	});
});

it('says nothing of what it was given', async () => {
	await plan.close();
	await relay.relay.close();
	const said = relay.lines.join('\n');
	expect(said).toContain('"update-refused"');
	for (const secret of [
		sealed.document,
		...[editor, commenter, viewer, sealed.manager].map(({ publicKey }) =>
			Buffer.from(publicKey).toString('base64url')
		)
	]) {
		expect(said).not.toContain(secret);
	}
	expect(said).not.toMatch(/[A-Za-z0-9_-]{25,}/);
	expect(planChannel).toBe('plan');
});

function bytesIn(doc: Y.Doc, client: number): number[][] {
	return doc
		.getArray<Uint8Array>(String(client))
		.toArray()
		.map((bytes) => [...bytes]);
}

function changed(frame: Frame, at: number): Frame {
	const bytes = frame.bytes.slice();
	const place = bytes.length + at;
	bytes[place] = (bytes[place] ?? 0) ^ 1;
	return new Frame(bytes);
}

function otherUpdate(write: (doc: Y.Doc) => void): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = 5;
	write(doc);
	return Y.encodeStateAsUpdate(doc);
}
