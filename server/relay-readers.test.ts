import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseChannels, planChannel, rosterChannel, talkChannel, throughout } from '#lib/roster/capability.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { signToken } from '#lib/wire/frame-token.ts';
import { HandClock } from '../tests/simulation/hand-clock.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { RawClient } from '../tests/relays/raw-client.ts';
import { foundingBody, newKeys, proof, SealedCase } from '../tests/relays/sealed-case.ts';

const minute = 60_000;
let relay: OurRelay;
let clock: HandClock;
let sealed: SealedCase;
let viewer: MemberKeys;
let log: string;
let client: RawClient;

beforeAll(async () => {
	clock = new HandClock();
	relay = await ourRelay({ clock, limits: { proveWithin: 24 * 60 * minute } });
	sealed = await SealedCase.found('readers');
	viewer = await sealed.seatThroughout('view');
	await relay.found(sealed);
	log = sealed.log();
	client = await RawClient.connect(relay.address);
});

afterAll(() => relay.close());

describe('a reader', () => {
	it('is admitted under any name of this computer, once for each log by one nonce', async () => {
		const port = relay.relay.port;
		for (const address of [`http://127.0.0.1:${port}`, `http://localhost:${port}`, `http://[::1]:${port}`]) {
			const other = await RawClient.connect(relay.address);
			const token = await proof(relay.address, log, viewer, address);
			expect(await other.authenticate(log, token)).toEqual({ kind: 'admitted' });
			await other.close();
			expect(await client.authenticate(log, token)).toEqual({ kind: 'denied', reason: 'nonce' });
		}
	});

	it('may prove itself for several logs by one nonce', async () => {
		const nonce = await freshNonce();
		const other = await RawClient.connect(relay.address);
		for (const channel of caseChannels) {
			const token = await signToken({ nonce, address: relay.address, log: sealed.log(channel) }, viewer);
			expect(await other.authenticate(sealed.log(channel), token)).toEqual({ kind: 'admitted' });
		}
		await other.close();
	});

	const denials: [string, string, () => Promise<string>][] = [
		['a token for another log', 'token', () => proof(relay.address, sealed.log(talkChannel), viewer)],
		[
			'a token for another address',
			'token',
			() => proof(relay.address, log, viewer, 'https://other.example')
		],
		[
			'a foreign nonce',
			'nonce',
			() => signToken({ nonce: new Uint8Array(32).fill(7), address: relay.address, log }, viewer)
		],
		[
			'an old nonce',
			'nonce',
			async () => {
				const token = await proof(relay.address, log, viewer);
				await clock.advance(minute + 1);
				return token;
			}
		],
		[
			'another’s signature',
			'token',
			async () => {
				const token = Buffer.from(await proof(relay.address, log, viewer), 'base64url');
				token.set(sealed.manager.publicKey);
				return token.toString('base64url');
			}
		],
		['a stranger', 'not-a-reader', async () => proof(relay.address, log, await newKeys(sealed.random))],
		['no token', 'token', async () => ''],
		['words', 'token', async () => 'let me in'],
		['a token of the wrong length', 'token', async () => Buffer.alloc(127).toString('base64url')]
	];

	it.each(denials)('is not admitted with %s: %s', async (_, reason, make) => {
		expect(await client.authenticate(log, await make())).toEqual({ kind: 'denied', reason });
	});

	it('of a document that is not here is told so, and of what is no log too', async () => {
		const other = await SealedCase.found('not here');
		expect(await client.prove(other.log(), other.manager)).toEqual({
			kind: 'denied',
			reason: 'unknown-document'
		});
		const later = `${sealed.document}.roster.1`;
		expect(await client.prove(later, viewer)).toEqual({ kind: 'denied', reason: 'unknown-document' });
	});

	it('of a channel reads all its generations and its volumes', async () => {
		const many = await RawClient.connect(relay.address);
		for (const generation of [1, 7, 'volumes'] as const) {
			const log = logName({ document: sealed.document, channel: planChannel, generation });
			expect(await many.prove(log, viewer)).toEqual({ kind: 'admitted' });
		}
		await many.close();
	});

	it('who may read one channel only is not admitted to another', async () => {
		const narrow = await sealed.seat(new Map([[talkChannel, 'comment']]));
		await relay.found(sealed);
		expect(await client.prove(sealed.log(talkChannel), narrow)).toEqual({ kind: 'admitted' });
		expect(await client.prove(log, narrow)).toEqual({ kind: 'denied', reason: 'not-a-reader' });
	});

	it('who proves nothing in time is disconnected', async () => {
		const hasty = await ourRelay({ clock });
		const idle = await RawClient.connect(hasty.address);
		await clock.advance(minute);
		expect(await idle.next('closed')).toMatchObject({ code: 1008, reason: 'no-authentication' });
		await hasty.close();
	});
});

describe('a removed member', () => {
	it('reads no more, and what they write is refused', async () => {
		const invited = await sealed.invite(throughout('edit'));
		sealed.statements.push(invited.statement);
		const { statement, member } = await sealed.accept(invited);
		sealed.statements.push(statement);
		await relay.found(sealed);
		const roster = sealed.log(rosterChannel);
		const manager = await RawClient.reading(relay.address, roster, sealed.manager);
		expect(await manager.append(roster, invited.statement, statement)).toEqual({ kind: 'stored' });
		const early = await RawClient.reading(relay.address, roster, member);

		const removed = await sealed.remove(statement);
		sealed.statements.push(removed);
		expect(await manager.append(roster, removed)).toEqual({ kind: 'stored' });
		const late = await RawClient.connect(relay.address);
		expect(await late.prove(roster, member)).toEqual({ kind: 'denied', reason: 'not-a-reader' });
		expect(await late.prove(log, member)).toEqual({ kind: 'denied', reason: 'not-a-reader' });
		await manager.prove(log, sealed.manager);
		const written = await sealed.strand(member).draft();
		expect(await manager.append(log, written)).toMatchObject({ reason: 'right' });
		for (const open of [early, late, manager]) await open.close();
	});
});

describe('an invitation', () => {
	it('lets its holder read until it is accepted, and take the seat on the same connection', async () => {
		const invited = await sealed.invite(throughout('edit'));
		sealed.statements.push(invited.statement);
		await relay.found(sealed);
		const roster = sealed.log(rosterChannel);
		const guest = await RawClient.reading(relay.address, roster, invited.keys);
		const { statement, member } = await sealed.accept(invited);
		sealed.statements.push(statement);
		expect(await guest.append(roster, statement)).toEqual({ kind: 'stored' });
		expect(await guest.prove(roster, member)).toEqual({ kind: 'admitted' });
		expect(await client.prove(roster, invited.keys)).toEqual({ kind: 'denied', reason: 'invitation-over' });
		await clock.advance(minute);
		expect(await guest.append(roster, statement)).toEqual({ kind: 'stored' });
		await guest.close();
	});

	it('once accepted ends the connection of whoever stays as its holder', async () => {
		const invited = await sealed.invite(throughout('edit'));
		sealed.statements.push(invited.statement);
		await relay.found(sealed);
		const guest = await RawClient.reading(relay.address, log, invited.keys);
		sealed.statements.push((await sealed.accept(invited)).statement);
		await relay.found(sealed);
		await clock.advance(30_000);
		expect(await guest.next('closed-log')).toMatchObject({ kind: 'closed-log', reason: 'invitation-over' });
		await guest.close();
	});

	it('that has expired admits nobody, ends connections and is not accepted, unless a manager brings it', async () => {
		const invited = await sealed.invite(throughout('edit'), clock.now() + 5 * minute);
		sealed.statements.push(invited.statement);
		await relay.found(sealed);
		const roster = sealed.log(rosterChannel);
		const guest = await RawClient.reading(relay.address, roster, invited.keys);
		const { statement } = await sealed.accept(invited);
		await clock.advance(5 * minute);
		await clock.advance(minute);
		expect(await guest.next('closed-log')).toMatchObject({ kind: 'closed-log', reason: 'invitation-over' });
		expect(await guest.prove(roster, invited.keys)).toEqual({ kind: 'denied', reason: 'invitation-over' });
		const member = await RawClient.reading(relay.address, roster, viewer);
		expect(await member.append(roster, statement)).toMatchObject({ reason: 'invitation-over' });
		const posted = await relay.post(foundingBody([sealed.founding, statement]));
		expect([posted.status, await posted.json()]).toEqual([
			400,
			{ kind: 'refused', reason: 'invitation-over' }
		]);
		const manager = await RawClient.reading(relay.address, roster, sealed.manager);
		expect(await manager.append(roster, statement)).toEqual({ kind: 'stored' });
		for (const open of [guest, member, manager]) await open.close();
	});

	it('to a seat that ends is read by until then, and no longer', async () => {
		const invited = await sealed.invite(throughout('edit'), 0, sealed.manager, clock.now() + 5 * minute);
		sealed.statements.push(invited.statement);
		const { statement, member } = await sealed.accept(invited);
		sealed.statements.push(statement);
		const roster = sealed.log(rosterChannel);
		const manager = await RawClient.reading(relay.address, roster, sealed.manager);
		for (const frame of [invited.statement, statement])
			expect(await manager.append(roster, frame)).toEqual({ kind: 'stored' });
		const guest = await RawClient.reading(relay.address, roster, member);
		await clock.advance(5 * minute - 1);
		expect(await guest.prove(roster, member)).toEqual({ kind: 'admitted' });
		await clock.advance(30_000);
		expect(await guest.next('closed-log')).toMatchObject({ kind: 'closed-log', reason: 'seat-over' });
		const again = await proof(relay.address, log, member);
		expect(await client.authenticate(log, again)).toEqual({ kind: 'denied', reason: 'seat-over' });
		for (const open of [guest, manager]) await open.close();
	});

	it('is used once', async () => {
		const invited = await sealed.invite(throughout('edit'));
		const roster = sealed.log(rosterChannel);
		const member = await RawClient.reading(relay.address, roster, viewer);
		const manager = await RawClient.reading(relay.address, roster, sealed.manager);
		expect(await manager.append(roster, invited.statement)).toEqual({ kind: 'stored' });
		sealed.statements.push(invited.statement);
		const [one, two] = [await sealed.accept(invited), await sealed.accept(invited)];
		expect(await member.append(roster, one.statement)).toEqual({ kind: 'stored' });
		expect(await member.append(roster, two.statement)).toMatchObject({ reason: 'invitation-over' });
		await member.close();
		await manager.close();
	});
});

describe('founding', () => {
	const bodies: [string, string, () => Promise<Uint8Array<ArrayBuffer>>][] = [
		['nothing', 'frame', async () => new Uint8Array()],
		['random bytes', 'frame', async () => new Uint8Array(sealed.random(500))],
		['a roster without its founding', 'statement', async () => foundingBody(sealed.statements.slice(1, 2))],
		[
			'two documents',
			'document',
			async () =>
				foundingBody([(await SealedCase.found('a')).founding, (await SealedCase.found('b')).founding])
		],
		[
			'a plan',
			'channel',
			async () => foundingBody([sealed.founding, await sealed.strand(sealed.manager).draft()])
		]
	];

	it.each(bodies)('is refused with %s: %s', async (_, reason, make) => {
		const answer = await relay.post(await make());
		expect([answer.status, await answer.json()]).toEqual([400, { kind: 'refused', reason }]);
	});

	it('proves itself: a statement changed anywhere founds nothing', async () => {
		const other = await SealedCase.found('forged');
		const body = foundingBody([other.founding]);
		body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
		expect(await (await relay.post(body)).json()).toEqual({ kind: 'refused', reason: 'signature' });
		expect(await client.prove(other.log(), other.manager)).toEqual({
			kind: 'denied',
			reason: 'unknown-document'
		});
	});

	it('takes a long roster in any order behind its founding, and no endless one', async () => {
		const small = await ourRelay({ limits: { mostStatements: 30 } });
		const long = await SealedCase.found('long');
		for (let i = 0; i < 29; i++) long.statements.push((await long.invite(throughout('view'))).statement);
		const reversed = foundingBody([long.founding, ...long.statements.slice(1).reverse()]);
		expect(await (await small.post(reversed)).json()).toEqual({ kind: 'stored', count: 30 });
		const more = foundingBody([long.founding, (await long.invite(throughout('view'))).statement]);
		expect(await (await small.post(more)).json()).toEqual({ kind: 'refused', reason: 'full' });
		await small.close();
	});

	it('is open to pages of other origins, and again for what is known', async () => {
		const answer = await relay.found(sealed);
		expect(await answer.json()).toEqual({ kind: 'stored', count: 0 });
		expect(answer.headers.get('access-control-allow-origin')).toBe('*');
		const asked = await fetch(`${relay.address}/relay/found`, { method: 'OPTIONS' });
		expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
	});

	it('larger than a frame may be is refused before it is read', async () => {
		const answer = await relay.post(new Uint8Array(3 * 1024 * 1024));
		expect(answer.status).toBe(413);
	});
});

async function freshNonce(): Promise<Uint8Array> {
	const answer = await fetch(`${relay.address}/relay/nonce`);
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(answer.headers.get('access-control-allow-origin')).toBe('*');
	const { nonce } = (await answer.json()) as { nonce: string };
	return new Uint8Array(Buffer.from(nonce, 'base64url'));
}
