/** A real case, written by the app and read by the second decoder: it must see what the app shows. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { Table, type Seated } from '../../simulation/case-table.ts';
import { deflateInTurn } from '../../simulation/sync-deflate.ts';
import { hex } from './bytes.ts';
import { ReadCase, type Pack } from './case.ts';
import { isSound, presence, readEntry, type Entry } from './entry.ts';
import { memberOf, memberOfLink } from './keys.ts';
import { readLink } from './link.ts';
import { placeOf } from './originals.ts';
import { readCarried, readNext, readState, type State } from './pack.ts';
import { provesAccept } from './statement.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

/** Every frame that anybody's ledger has held, by log. */
const logs = new Map<string, Map<string, Uint8Array>>();
const heard: Uint8Array[] = [];
let table: Table;
let ada: Seated;
let ben: Seated;
let invited: string;
let read: ReadCase;

beforeAll(async () => {
	deflateInTurn();
	table = await Table.set();
	({ ada } = table);
	ben = await table.seat('Ben', 'edit', 'family', (open) => (options) => {
		const hear = (peer: number, blob: Uint8Array | null) => {
			if (blob) heard.push(blob);
			options.events.presence(peer, blob);
		};
		return open({ ...options, events: { ...options.events, presence: hear } });
	});
	const cy = await table.seat('Cy');
	for (const seated of [ada, ben, cy, ada]) await writes(seated, 3);
	await ada.opened.remove(cy.opened.me);
	await table.clock.advance(5000);
	await writes(ben, 2);
	await table.clock.advance(5000);

	ada.relay.setOnline(false);
	await writes(ben, 2);
	await writes(ada, 2);
	keep();
	await ada.opened.document.channel(planChannel).pack();
	ada.relay.setOnline(true);
	await table.clock.advance(60_000);
	await writes(ada, 3);
	await writes(ben, 3);
	await table.clock.advance(5000);
	keep();
	await ben.opened.document.channel(planChannel).pack();
	await table.clock.advance(30_000);
	await writes(ada, 1);
	await table.clock.advance(5000);
	ada.opened.workOn('goals');
	await table.clock.advance(5000);
	const offer = { name: 'Dee', relation: 'family', capability: 'view', expiry: 0 } as const;
	const made = await ada.opened.invite(offer, 'http://relay.test');
	invited = made.kind === 'invited' ? made.link : made.kind;
	await table.clock.advance(5000);
	keep();
	read = new ReadCase(framesOf('roster.0'), memberOf(ada.opened.document.me.seed.reveal()));
});

/** Each word an entry of its own; the last takes some away again. */
async function writes({ name, opened }: Seated, times: number): Promise<void> {
	const text = opened.text(own);
	for (let i = 0; i < times; i++) {
		text.splice(Math.floor(text.read().length / 2), 0, `${name}${i} `);
		await opened.document.flush();
	}
	text.splice(0, 2, '');
	await opened.document.flush();
	await table.clock.advance(1000);
}

function keep(): void {
	for (const { opened } of [ada, ben]) {
		for (const [log, frames] of opened.document.held) {
			const kept = logs.get(log) ?? new Map<string, Uint8Array>();
			logs.set(log, kept);
			for (const { id, bytes } of frames) kept.set(hex(id), bytes);
		}
	}
}

function framesOf(log: string): Uint8Array[] {
	return [...(logs.get(`${table.document}.${log}`)?.values() ?? [])];
}

function packsIn(log: string, what: Pack['what']): Pack[] {
	return read.packs(framesOf(log)).filter((pack) => pack.what === what);
}

function stateIn(generation: number): State {
	const [pack, ...more] = packsIn(`plan.${generation}`, 'state');
	if (!pack || more.length > 0) throw new Error('one state begins each generation here');
	return readState(pack.content);
}

function originalsBehind({ volumes }: State) {
	return read
		.volumes([...volumes], packsIn('plan.volumes', 'volume'), 'plan')
		.flatMap(({ originals }) => originals);
}

function replayed(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const one of updates) Y.applyUpdate(doc, one);
	});
	return doc;
}

/** The roots that the app's plan has, in another document. */
function contentOf(doc: Y.Doc): unknown {
	const roots = [...ada.opened.planDoc.share].map(([name, type]): [string, unknown] => [
		name,
		doc.get(name, type.constructor as typeof Y.Text).toJSON()
	]);
	return Object.fromEntries(roots);
}

describe('the second decoder', () => {
	it('reads the roster: who sat down, who went, which keys there were', () => {
		expect(read.document.toString('base64url')).toBe(table.document);
		const types = read.statements.map(({ skeleton }) => skeleton.type);
		expect(types.sort()).toEqual(['accept', 'accept', 'found', 'invite', 'invite', 'invite', 'remove']);
		const [removed] = read.statements.filter(({ skeleton }) => skeleton.type === 'remove');
		const seats = read.statements.filter(
			({ entry, skeleton }) =>
				['found', 'accept'].includes(skeleton.type) && !removed?.skeleton.seat?.equals(entry.id)
		);
		const names = seats.map((statement) => (read.said(statement) as { name: string }).name);
		expect(names.sort()).toEqual(ada.opened.people.map(({ name }) => name).sort());
		const keys = read.keys.map(({ channel, epoch }) => `${channel} ${epoch}`);
		expect([...new Set(keys)].sort()).toEqual([
			'plan 0',
			'plan 1',
			'roster 0',
			'roster 1',
			'talk 0',
			'talk 1'
		]);
	});

	it('checks the proofs of those who accepted', () => {
		const accepts = read.statements.filter(({ skeleton }) => skeleton.type === 'accept');
		expect(accepts).toHaveLength(2);
		for (const { entry, skeleton } of accepts) {
			const invite = read.statements.find((one) => skeleton.invite?.equals(one.entry.id));
			const [by, box, proof] = [invite?.skeleton.signKey, skeleton.boxKey, skeleton.proof];
			if (!invite || !by || !box || !proof) throw new Error('an accept names its invite');
			expect(provesAccept(proof, by, read.document, invite.entry.id, entry.author, box)).toBe(true);
		}
	});

	it('opens everything with an invitation link, the past too', () => {
		const link = readLink(invited);
		const guest = new ReadCase(framesOf('roster.0'), memberOfLink(link.secret));
		expect(link.document).toEqual(guest.document);
		expect(guest.statements.map(({ entry }) => hex(entry.id))).toContain(hex(link.invite));
		expect(guest.keys.map(({ key }) => hex(key)).sort()).toEqual(
			[...new Set(read.keys.map(({ key }) => hex(key)))].sort()
		);
	});

	it('reads what everybody says of themselves', () => {
		const entries = heard.map(readEntry);
		expect(entries.every((entry) => entry.kind === presence && isSound(entry))).toBe(true);
		const said = entries.map((entry) => JSON.parse(read.open(entry).payload.toString('utf8')) as unknown);
		expect(said).toContainEqual(expect.objectContaining({ where: 'goals' }));
		const writtenBy = ada.opened.document.channel(planChannel).writes;
		expect(said.at(-1)).toMatchObject({
			ends: [[planChannel, writtenBy, expect.any(Number), expect.any(String)]]
		});
		expect(entries[0]?.channel).toBe(rosterChannel);
	});

	it('rebuilds every entry that was packed', () => {
		const originals = originalsBehind(stateIn(2));
		const raw = ['plan.0', 'plan.1'].flatMap((log) => read.updates(framesOf(log)));
		const written = new Map(raw.map(({ entry }) => [placeOf(entry.client, entry.seq), entry]));
		expect(originals).toHaveLength(written.size);
		expect(new Set(originals.map(({ entry }) => entry.epoch))).toEqual(new Set([0, 1]));
		for (const { entry, isLast } of originals) {
			const before = written.get(placeOf(entry.client, entry.seq));
			expect(hex(entry.id)).toBe(hex(before?.id ?? Buffer.alloc(0)));
			expect(entry.bytes.subarray(0, -64)).toEqual(before?.bytes.subarray(0, -64));
			if (isLast) expect(entry.signature).toEqual(before?.signature);
		}
	});

	it.each([1, 2])('replays the volumes of generation %i into its state', (generation) => {
		const state = stateIn(generation);
		expect(state.generation).toBe(generation);
		expect(state.volumes).toHaveLength(generation);
		const originals = originalsBehind(state);
		const doc = replayed(originals.map(({ content }) => content.payload));
		const merged = new Y.Doc();
		Y.applyUpdateV2(merged, state.state);
		expect(contentOf(doc)).toEqual(contentOf(merged));
		expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(merged))).toBe(true);

		const lasts = new Map<number, Entry>(originals.map(({ entry }) => [entry.client, entry]));
		const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
		expect(state.covers).toEqual(
			[...lasts]
				.sort(([a], [b]) => a - b)
				.map(([client, { seq, id, author }]) => ({
					client,
					count: seq + 1,
					id,
					clock: clocks.get(client),
					author
				}))
		);
	});

	it('reads what was carried, and where a log goes on', () => {
		const carried = packsIn('plan.1', 'carried').flatMap(({ content }) => readCarried(content));
		expect(carried.length).toBeGreaterThan(0);
		expect(carried.every(isSound)).toBe(true);
		const late = new Set(carried.map(({ author }) => author.toString('base64url')));
		expect([...late]).toEqual([ben.opened.me]);
		expect(packsIn('plan.0', 'next').map(({ content }) => readNext(content))).toContain(1);
		expect(packsIn('plan.1', 'next').map(({ content }) => readNext(content))).toContain(2);
	});

	it('finds a volume cited by who went on from it', () => {
		const { volumes } = stateIn(2);
		const cited = read
			.updates(framesOf('plan.2'))
			.flatMap(({ content }) => content.heads)
			.filter(({ client, seq }) => client === 0 && seq === 0);
		expect(cited.map(({ id }) => hex(id))).toContain(hex(volumes[1] ?? Buffer.alloc(0)));
	});

	it('shows what the app shows', () => {
		const past = originalsBehind(stateIn(2)).map(({ content }) => content.payload);
		const since = read.updates(framesOf('plan.2')).map(({ content }) => content.payload);
		expect(since.length).toBeGreaterThan(0);
		const doc = replayed([...past, ...since]);
		for (const { opened } of [ada, ben]) {
			expect(contentOf(doc)).toEqual(contentOf(opened.planDoc));
			expect(JSON.stringify(contentOf(doc))).toContain(opened.readPlan().mattersToMe);
		}
		expect(ada.opened.readPlan().mattersToMe).toMatch(/Cy/);
	});
});
