import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import { idBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import { Frame, parseFrame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { verifyFrame } from '#lib/seal/frame-verify.ts';
import type { Head } from '#lib/seal/content.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { foundDocument, type Founding } from '../../../tests/simulation/sealed-frames.ts';
import { syncVerify } from '../../../tests/simulation/sync-crypto.ts';
import { admit, type AdmissionContext } from './admission.ts';
import { Keyring } from './keyring.ts';
import { Counting } from './counting.ts';
import { Strands } from './strands.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
let founding: Founding;
beforeAll(async () => {
	founding = await foundDocument();
});

async function place(channel: ChannelName = planChannel, of = founding): Promise<AdmissionContext> {
	const roster = new Roster(of.document);
	await roster.add(of.statement, syncVerify);
	const keyring = new Keyring();
	for (const key of of.keys) keyring.add(key);
	const strands = new Strands();
	const counting = new Counting(roster, channel, strands);
	return { document: idBytes(of.document), channel, roster, keyring, strands, counting };
}

/** A strand that types, entry by entry. */
class Author {
	readonly strand = random(16);
	readonly doc = new Y.Doc();
	readonly frames: Frame[] = [];
	readonly channel: ChannelName;
	#vector: Uint8Array = Uint8Array.of(0);

	constructor(channel: ChannelName = planChannel) {
		this.channel = channel;
		this.doc.clientID = strandClient(
			idBytes(founding.document),
			channel,
			founding.founder.publicKey,
			this.strand
		);
	}

	async type(words: string, change: { heads?: Head[]; rosterHeads?: Uint8Array[]; seq?: number } = {}) {
		this.doc.getText('words').insert(0, words);
		const payload = Y.encodeStateAsUpdate(this.doc, this.#vector);
		this.#vector = Y.encodeStateVector(this.doc);
		const key = founding.keys.find(({ channel }) => channel === this.channel);
		if (!key) throw new Error('no key');
		const seq = change.seq ?? this.frames.length;
		const frame = new Frame(
			await sealEntry(
				{
					kind: 'update',
					document: idBytes(founding.document),
					strand: this.strand,
					seq,
					previous: seq === 0 ? new Uint8Array(32) : (this.frames[seq - 1]?.id ?? random(32)),
					rosterHeads: change.rosterHeads ?? [founding.statement.id],
					clear: new Uint8Array()
				},
				{ time: 0, heads: change.heads ?? [], payload },
				key,
				founding.founder
			)
		);
		this.frames.push(frame);
		return frame;
	}

	head(seq: number): Head {
		return { client: this.doc.clientID, seq, id: this.frames[seq]?.id ?? random(32) };
	}
}

describe('an entry is', () => {
	test('opened once, in its strand’s order, and waited for till then', async () => {
		const context = await place();
		const ada = new Author();
		const [first, second] = [await ada.type('a'), await ada.type('b')];
		expect(admit(second, context)).toEqual({ kind: 'waiting' });
		expect(admit(first, context).kind).toBe('opened');
		expect(admit(first, context)).toEqual({ kind: 'known' });
		expect(admit(second, context).kind).toBe('opened');
	});

	test('waiting while a cited entry is not here, also where another stands in its place', async () => {
		const context = await place();
		const [ada, ben] = [new Author(), new Author()];
		const said = await ada.type('a');
		const answer = await ben.type('b', { heads: [ada.head(0)] });
		expect(admit(answer, context)).toMatchObject({ kind: 'waiting', for: [{ seq: 0 }] });
		expect(admit(said, context).kind).toBe('opened');
		expect(admit(answer, context).kind).toBe('opened');
		const other = { ...ada.head(0), id: random(32) };
		const lie = await new Author().type('c', { heads: [other] });
		expect(admit(lie, context)).toEqual({ kind: 'waiting', for: [other] });
	});

	test('broken if its author had seen more before', async () => {
		const context = await place();
		const [ada, ben] = [new Author(), new Author()];
		for (const letter of ['a', 'b']) expect(admit(await ada.type(letter), context).kind).toBe('opened');
		expect(admit(await ben.type('c', { heads: [ada.head(1)] }), context).kind).toBe('opened');
		const forgetful = await ben.type('d', { heads: [ada.head(0)] });
		expect(admit(forgetful, context)).toEqual({ kind: 'broken', reason: 'heads' });
	});

	test('waiting while a cited statement is not here', async () => {
		const frame = await new Author().type('a', { rosterHeads: [random(32)] });
		expect(admit(frame, await place())).toEqual({ kind: 'waiting' });
	});

	test('not ours to open without the key', async () => {
		const context = { ...(await place()), keyring: new Keyring() };
		expect(admit(await new Author().type('a'), context)).toEqual({ kind: 'not-mine' });
	});

	test('broken in another document, another channel, off its chain, or beside an entry with its number', async () => {
		const ada = new Author();
		const frame = await ada.type('a');
		expect(admit(frame, await place(planChannel, await foundDocument()))).toMatchObject({
			reason: 'document'
		});
		expect(admit(frame, await place(talkChannel))).toMatchObject({ reason: 'kind' });
		const context = await place();
		admit(frame, context);
		expect(admit(await ada.type('fork', { seq: 0 }), context)).toMatchObject({ reason: 'fork' });
		const other = new Author();
		admit(await other.type('x'), context);
		other.frames[0] = frame;
		expect(admit(await other.type('y', { seq: 1 }), context)).toMatchObject({ reason: 'chain' });
	});

	test('never believed when a single byte of it is changed', async () => {
		const frame = await new Author().type('a');
		for (let i = 0; i < frame.bytes.length; i++) {
			const altered = frame.bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ 0x40;
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame') expect(await verifyFrame(parsed.frame, syncVerify)).toBe(false);
		}
		expect(await verifyFrame(frame, syncVerify)).toBe(true);
	});
});
