import * as encoding from 'lib0/encoding';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { message, RawClient, type as kinds } from '../tests/relays/raw-client.ts';
import { proof, SealedCase } from '../tests/relays/sealed-case.ts';
import type { Limits } from './limits.ts';

const large = 1_000_000;

it('a reader who asks for a log again and again, and waits for no answer, is ended', async () => {
	const { relay, log, editor } = await relayWithLargeLog({ asking: 4 });
	const client = await RawClient.reading(relay.address, log, editor);
	for (let i = 0; i < 40; i++) client.send(ask(log));
	expect(await client.next('closed')).toMatchObject({ code: 1008, reason: 'too-fast' });
	await relay.close();
});

it('a reader who asks again after each answer is served', async () => {
	const { relay, log, editor } = await relayWithLargeLog({ asking: 1 });
	const client = await RawClient.reading(relay.address, log, editor);
	for (let i = 0; i < 5; i++) expect((await client.read(log)).store.clients.size).toBe(1);
	await client.close();
	await relay.close();
});

it('what a reader does not take does not pile up, and others go on', async () => {
	const { relay, log, editor, sealed } = await relayWithLargeLog({ asking: 1000, unread: 2 * large });
	const silent = await pausedReader(relay.address, log, editor);
	const ended = new Promise((closed) => silent.once('close', closed));
	let received = 0;
	silent.on('message', (data: Buffer) => (received += data.length));
	for (let i = 0; i < 200; i++) silent.send(ask(log));
	while (!relay.lines.some((line) => line.includes('"unread"'))) await new Promise(setImmediate);
	silent.resume();
	await ended;
	expect(received).toBeLessThan(20 * large);

	const other = await RawClient.reading(relay.address, log, editor);
	expect(await other.append(log, await sealed.strand(editor).draft())).toEqual({ kind: 'stored' });
	await other.close();
	await relay.close();
});

async function relayWithLargeLog(limits: Partial<Limits>) {
	const relay: OurRelay = await ourRelay({ limits });
	const sealed = await SealedCase.found('unread');
	const editor = await sealed.seatThroughout('edit');
	await relay.found(sealed);
	const writer = await RawClient.reading(relay.address, sealed.log(), editor);
	const entry = await sealed.strand(editor).draft({ size: large });
	expect(await writer.append(sealed.log(), entry)).toEqual({ kind: 'stored' });
	await writer.close();
	return { relay, sealed, editor, log: sealed.log() };
}

/** Admitted, and from then on reads nothing of its socket. */
async function pausedReader(address: string, log: string, reader: MemberKeys): Promise<WebSocket> {
	const socket = new WebSocket(`${address.replace('http', 'ws')}/relay`);
	socket.on('error', () => undefined);
	await new Promise((opened) => socket.once('open', opened));
	const token = await proof(address, log, reader);
	const admitted = new Promise((heard) => socket.once('message', heard));
	socket.send(
		message(log, kinds.auth, (encoder) => {
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, token);
		})
	);
	await admitted;
	socket.pause();
	return socket;
}

function ask(log: string): Uint8Array {
	return message(log, kinds.sync, (encoder) => {
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarUint8Array(encoder, Uint8Array.of(0));
	});
}
