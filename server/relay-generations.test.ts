import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { RawClient } from '../tests/relays/raw-client.ts';
import { SealedCase } from '../tests/relays/sealed-case.ts';
import { StoreError, type Store } from './store.ts';

const disk = { keeps: false };
let relay: OurRelay;
let sealed: SealedCase;
let ada: MemberKeys;
let ben: MemberKeys;
let commenter: MemberKeys;
let client: RawClient;

beforeEach(async () => {
	disk.keeps = false;
	relay = await ourRelay({}, (store) => unwilling(store));
	sealed = await SealedCase.found('generations');
	ada = sealed.manager;
	ben = await sealed.seatThroughout('edit');
	commenter = await sealed.seatThroughout('comment');
	await relay.found(sealed);
	client = await RawClient.connect(relay.address);
});

afterEach(async () => {
	await client.close();
	await relay.close();
});

type Place = number | 'volumes';

async function open(generation: Place, channel = planChannel, as = ada): Promise<string> {
	const log = sealed.log(channel, generation);
	expect(await client.prove(log, as)).toEqual({ kind: 'admitted' });
	return log;
}

/** Opens the log and appends to it. */
async function append(generation: Place, ...frames: readonly Frame[]) {
	return client.append(await open(generation), ...frames);
}

async function strandsIn(log: string): Promise<number> {
	return Y.decodeStateVector(Y.encodeStateVector(await client.read(log))).size;
}

describe('the relay takes', () => {
	it('updates and packs in any generation, and keeps them over a restart', async () => {
		const log = await open(7);
		expect(await client.append(log, await sealed.strand(ada).write())).toEqual({ kind: 'stored' });
		for (const what of ['state', 'carried', 'next'] as const) {
			expect(await client.append(log, ...(await sealed.pack(ben, what, 2)))).toEqual({ kind: 'stored' });
		}
		await relay.restart();
		client = await RawClient.reading(relay.address, log, ada);
		expect(await strandsIn(log)).toBe(4);
	});

	it('volumes in their own log, and keeps them over a restart', async () => {
		const log = await open('volumes');
		expect(await client.append(log, ...(await sealed.pack(ada, 'volume', 3)))).toEqual({ kind: 'stored' });
		await relay.restart();
		client = await RawClient.reading(relay.address, log, ada);
		expect(await strandsIn(log)).toBe(1);
	});

	it('a commenter’s packs in talk', async () => {
		const log = await open(1, talkChannel);
		const frames = await sealed.pack(commenter, 'state', 1, { channel: talkChannel });
		expect(await client.append(log, ...frames)).toEqual({ kind: 'stored' });
	});
});

describe('the relay refuses', () => {
	it('a commenter’s packs in plan', async () => {
		expect(await append(1, ...(await sealed.pack(commenter, 'state')))).toMatchObject({ reason: 'right' });
		expect(await append('volumes', ...(await sealed.pack(commenter, 'volume')))).toMatchObject({
			reason: 'right'
		});
	});

	it('a volume in a numbered log, and all else among the volumes', async () => {
		expect(await append(0, ...(await sealed.pack(ada, 'volume')))).toMatchObject({ reason: 'kind' });
		expect(await append(3, ...(await sealed.pack(ada, 'volume')))).toMatchObject({ reason: 'kind' });
		const log = await open('volumes');
		for (const what of ['state', 'carried', 'next'] as const) {
			expect(await client.append(log, ...(await sealed.pack(ada, what)))).toMatchObject({ reason: 'kind' });
		}
		expect(await client.append(log, await sealed.strand(ada).draft())).toMatchObject({ reason: 'kind' });
	});

	it('a pack whose frames do not bear one label', async () => {
		const log = await open(1);
		for (const [first, then] of [
			[
				{ what: 'carried', frames: 3 },
				{ what: 'state', frames: 3 }
			],
			[
				{ what: 'state', frames: 3 },
				{ what: 'state', frames: 2 }
			]
		] as const) {
			const strand = sealed.strand(ada);
			const frame = await strand.write({ pack: first });
			expect(await client.append(log, frame, await strand.draft({ pack: then }))).toMatchObject({
				reason: 'kind',
				clock: 1
			});
			expect(await client.append(log, frame)).toEqual({ kind: 'stored' });
			expect(await client.append(log, await strand.draft({ pack: then }))).toMatchObject({ reason: 'kind' });
		}
	});

	it('a strand that is half a pack and half updates, also after a restart', async () => {
		let log = await open(1);
		const [packed, updated] = [sealed.strand(ada), sealed.strand(ada)];
		await packed.write({ pack: { what: 'state', frames: 2 } });
		await updated.write();
		expect(await client.append(log, ...packed.frames, ...updated.frames)).toEqual({ kind: 'stored' });
		for (let times = 0; times < 2; times++) {
			expect(await client.append(log, await packed.draft())).toMatchObject({ reason: 'kind' });
			const lie = await updated.draft({ pack: { what: 'state', frames: 2 } });
			expect(await client.append(log, lie)).toMatchObject({ reason: 'kind' });
			await relay.restart();
			client = await RawClient.connect(relay.address);
			log = await open(1);
		}
	});

	it('the 65th log of a document, and goes on with the 64', async () => {
		const strand = sealed.strand(ada);
		// With the roster’s.
		for (let generation = 0; generation < 63; generation++) {
			expect(await append(generation, await sealed.strand(ada).draft())).toEqual({ kind: 'stored' });
		}
		expect(await append(63, await sealed.strand(ada).draft())).toMatchObject({ reason: 'full' });
		expect(await append('volumes', ...(await sealed.pack(ada, 'volume')))).toMatchObject({ reason: 'full' });
		expect(await append(5, await strand.write())).toEqual({ kind: 'stored' });
	});
});

describe('of the newest generation', () => {
	it('those who read an earlier one are told when its state pack is whole, and not before', async () => {
		const reader = await RawClient.reading(relay.address, sealed.log(), ben);
		const [first, second] = await sealed.pack(ada, 'state', 2);
		if (!first || !second) throw new Error('two were written');
		await append(4, await sealed.strand(ada).write());
		await append(4, ...(await sealed.pack(ada, 'carried')));
		await append(4, first);
		const late = await RawClient.reading(relay.address, sealed.log(), ben);
		await append(3, ...(await sealed.pack(ada, 'state')));
		expect(await reader.next('newest')).toEqual({ kind: 'newest', log: sealed.log(), generation: 3 });
		expect(await late.next('newest')).toMatchObject({ generation: 3 });
		await append(4, second);
		expect(await reader.next('newest')).toMatchObject({ generation: 4 });
		await Promise.all([reader.close(), late.close()]);
	});

	it('those who come later are told, also after a restart, but not on it or on the volumes', async () => {
		await append(2, ...(await sealed.pack(ada, 'state', 3)));
		for (let times = 0; times < 2; times++) {
			const reader = await RawClient.reading(relay.address, sealed.log(), ben);
			expect(await reader.next('newest')).toMatchObject({ generation: 2 });
			for (const log of [sealed.log(planChannel, 2), sealed.log(planChannel, 'volumes')]) {
				await reader.prove(log, ben);
				await reader.read(log);
			}
			await reader.prove(sealed.log(planChannel, 1), ben);
			expect(await reader.next('newest')).toMatchObject({ log: sealed.log(planChannel, 1) });
			await reader.close();
			await relay.restart();
			client = await RawClient.connect(relay.address);
		}
	});

	it('nobody is told of another channel’s', async () => {
		const reader = await RawClient.reading(relay.address, sealed.log(talkChannel), ben);
		await append(2, ...(await sealed.pack(ada, 'state')));
		const log = await open(1, talkChannel);
		await client.append(log, ...(await sealed.pack(ada, 'state', 1, { channel: talkChannel })));
		expect(await reader.next('newest')).toMatchObject({ log: sealed.log(talkChannel), generation: 1 });
		await reader.close();
	});
});

describe('earlier generations', () => {
	async function fill(generation: number): Promise<void> {
		expect(await append(generation, await sealed.strand(ada).write())).toEqual({ kind: 'stored' });
	}

	async function begin(generation: number, author: MemberKeys): Promise<void> {
		const frames = await sealed.pack(author, 'state', 2);
		expect(await append(generation, ...frames)).toEqual({ kind: 'stored' });
	}

	it('stay when one seat has packed twice, or the second pack is not whole', async () => {
		await fill(0);
		await begin(1, ada);
		await begin(2, ada);
		const [first] = await sealed.pack(ben, 'state', 2);
		if (first) await append(3, first);
		expect(await strandsIn(await open(0))).toBe(1);
		expect(await append(0, await sealed.strand(ada).write())).toEqual({ kind: 'stored' });
	});

	it('stay when a seat has packed twice, with the key that it had and with the one that it has', async () => {
		await fill(0);
		await begin(1, ada);
		const { statement, member } = await sealed.replace();
		sealed.statements.push(statement);
		const roster = sealed.log(rosterChannel);
		await client.prove(roster, ben);
		expect(await client.append(roster, statement)).toEqual({ kind: 'stored' });
		expect(
			await client.append(await open(2, planChannel, ben), ...(await sealed.pack(member, 'state')))
		).toEqual({
			kind: 'stored'
		});
		expect(await strandsIn(await open(0, planChannel, ben))).toBe(1);
		expect(
			await client.append(await open(3, planChannel, ben), ...(await sealed.pack(ben, 'state')))
		).toEqual({
			kind: 'stored'
		});
		expect(await strandsIn(await open(0, planChannel, ben))).toBe(0);
	});

	it('go when the only one who writes has packed twice', async () => {
		sealed = await SealedCase.found('alone');
		ada = sealed.manager;
		await sealed.seatThroughout('comment');
		await relay.found(sealed);
		await fill(0);
		await begin(1, ada);
		expect(await strandsIn(await open(0))).toBe(1);
		await begin(2, ada);
		expect(await strandsIn(await open(0))).toBe(0);
	});

	it('go when another seat has packed upon a pack: down to that, for good', async () => {
		await append('volumes', ...(await sealed.pack(ada, 'volume')));
		await fill(0);
		await fill(1);
		await begin(2, ada);
		const reader = await RawClient.reading(relay.address, sealed.log(), ben);
		await reader.prove(sealed.log(planChannel, 2), ben);
		await begin(3, ben);
		expect(await reader.next('closed-log')).toMatchObject({ log: sealed.log(), reason: 'over' });
		for (let times = 0; times < 2; times++) {
			for (const generation of [0, 1]) {
				const log = await open(generation);
				expect(await client.next('newest')).toMatchObject({ generation: 3 });
				expect(await strandsIn(log)).toBe(0);
				expect(await client.append(log, await sealed.strand(ada).write())).toMatchObject({ reason: 'over' });
			}
			for (const kept of [2, 3, 'volumes'] as const) expect(await strandsIn(await open(kept))).toBe(1);
			await relay.restart();
			client = await RawClient.connect(relay.address);
		}
		await relay.relay.close();
		expect(relay.lines.join('\n')).toContain('generations-dropped');
	});

	it('of other channels and documents stay', async () => {
		const talk = await open(0, talkChannel);
		await client.append(talk, await sealed.strand(ada).write({ channel: talkChannel }));
		const other = await SealedCase.found('another');
		await relay.found(other);
		await client.prove(other.log(), other.manager);
		await client.append(other.log(), await other.strand(other.manager).write());
		await begin(1, ada);
		await begin(2, ben);
		expect(await strandsIn(await open(0))).toBe(0);
		expect(await strandsIn(talk)).toBe(1);
		expect(await strandsIn(other.log())).toBe(1);
	});

	it('can be read again at once by those who had them open, as what they are: empty', async () => {
		await fill(0);
		await begin(1, ada);
		const log = sealed.log();
		const reader = await RawClient.reading(relay.address, log, ben);
		expect((await reader.read(log)).store.clients.size).toBe(1);
		await begin(2, ben);
		await reader.next('closed-log');
		expect(await reader.prove(log, ben)).toEqual({ kind: 'admitted' });
		expect((await reader.read(log)).store.clients.size).toBe(0);
		await reader.close();
	});

	it('do not go because of a commenter, or of packs in the first generation', async () => {
		await begin(0, ada);
		await begin(1, ben);
		expect(await append(2, ...(await sealed.pack(commenter, 'state')))).toMatchObject({ reason: 'right' });
		expect(await strandsIn(await open(0))).toBe(1);
	});

	it('that could not be dropped go when one of them is opened', async () => {
		await fill(0);
		await begin(1, ada);
		disk.keeps = true;
		await begin(2, ben);
		expect(relay.lines.filter((line) => line.includes('store-failed'))).toHaveLength(1);
		disk.keeps = false;
		await relay.restart();
		client = await RawClient.connect(relay.address);
		const log = await open(0);
		expect(await strandsIn(log)).toBe(0);
		expect(await append(0, await sealed.strand(ada).write())).toMatchObject({ reason: 'over' });
	});

	it('leave room for later ones', async () => {
		for (let generation = 0; generation < 40; generation++) await fill(generation);
		await begin(40, ada);
		await begin(41, ben);
		for (let generation = 42; generation < 100; generation++) await fill(generation);
		expect(await append(100, await sealed.strand(ada).write())).toEqual({ kind: 'stored' });
	});
});

/** Drops nothing while the disk is on strike. */
function unwilling(store: Store): Store {
	const { drop } = store;
	store.drop = (log) => (disk.keeps ? Promise.reject(new StoreError('full')) : drop.call(store, log));
	return store;
}
