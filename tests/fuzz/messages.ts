/** What a client may send to the relay before anything is known of it: messages, presence, state vectors, tokens. */
import * as encoding from 'lib0/encoding';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { joined, toText, utf8 } from '#lib/seal/frame-bytes.ts';
import { logName, parseLogName } from '#lib/wire/frame-name.ts';
import { parseToken } from '#lib/wire/frame-token.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { Gate } from '../../server/gate.ts';
import { defaultLimits } from '../../server/limits.ts';
import { readMessage } from '../../server/message.ts';
import { readPresence } from '../../server/presence.ts';
import { HandClock } from '../simulation/hand-clock.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import type { Piece } from './pieces.ts';
import { makeSamples } from './samples.ts';

const casesPerRound = 60;

export const messages: Kind = {
	name: 'relay messages',
	async open(): Promise<Round> {
		const { table, frames, editor } = await makeSamples();
		const logs = [planChannel, rosterChannel].map((channel) =>
			logName({ document: table.document, channel, generation: 0 })
		);
		const token = toText(joined(editor.keys.publicKey, table.random(32), table.random(64)));
		const update = structUpdate(frames);
		const samples = logs.flatMap((log) => [
			...bodies(update, token).map((body) => [...text(log), ...body]),
			...bodies(update, token).map((body) => [...text(`${log}\0tab1`), ...body])
		]);
		const tokens = [[raw(utf8(token))], [raw(utf8(token.slice(1)))]];
		return async (seeded, tally) => {
			const gate = new Gate({
				limits: { ...defaultLimits, mostLogs: 8, unproven: 200_000 },
				clock: new HandClock(),
				log: () => undefined,
				left: () => undefined,
				read: async () => ({ kind: 'frames', frames: [] }),
				end: () => undefined
			});
			if (seeded.below(2) === 0) for (const log of logs) gate.proved(log);
			for (let left = casesPerRound; left > 0; left--) {
				const bytes = mutated(seeded.pick(samples), samples, seeded);
				const words = new TextDecoder().decode(mutated(seeded.pick(tokens), tokens, seeded));
				tally.try(() => {
					const { kind } = alike(readMessage, bytes);
					if (kind === 'presence') alike(readStates, presenceIn(bytes));
					gate.pass(bytes.slice());
					checkToken(words);
					return kind;
				});
			}
			gate.close();
		};
	}
};

/** The same, whatever stands beyond the bytes in memory: there stand other people's messages. */
function alike<T>(read: (bytes: Uint8Array) => T, bytes: Uint8Array): T {
	const alone = read(bytes.slice());
	const among = read(joined(bytes, beyond).subarray(0, bytes.length));
	if (JSON.stringify(alone) !== JSON.stringify(among)) fault('what stands beyond a message was read');
	checkAddress(alone);
	return alone;
}

/** What could go on any of the things that a message may end with. */
const beyond = utf8(`{"s":"${'A'.repeat(40)}"}${'\0'.repeat(300)}`);

function checkAddress(message: unknown): void {
	if (typeof message !== 'object' || message === null || !('address' in message)) return;
	const [name = '', session, ...more] = String(message.address).split('\0');
	if (!parseLogName(name) || session === '' || more.length > 0) fault('an address of another form');
}

function readStates(bytes: Uint8Array): unknown {
	try {
		return readPresence(bytes);
	} catch {
		return null;
	}
}

function presenceIn(bytes: Uint8Array): Uint8Array {
	const message = readMessage(bytes);
	return message.kind === 'presence' ? message.states : new Uint8Array();
}

function checkToken(text: string): void {
	const read = parseToken(text);
	if (read && toText(joined(read.publicKey, read.nonce, read.signature)) !== text) {
		fault('a token was taken that is not in its one form');
	}
}

/** Behind the address: type and content of each message that a client sends. */
function bodies(update: Uint8Array, token: string): Piece[][] {
	const states = [
		...[...varUint(2), ...varUint(7), ...varUint(3), ...text(`{"s":"${'A'.repeat(60)}"}`)],
		...[...varUint(8), ...varUint(1), ...text('null')]
	];
	const presence = joined(...states.map(({ bytes }) => bytes));
	return [
		[...varUint(0), ...varUint(0), ...part(Uint8Array.of(1, 7, 3))],
		[...varUint(0), ...varUint(1), ...part(update)],
		[...varUint(0), ...varUint(2), ...part(update)],
		[...varUint(4), ...varUint(1), ...part(Uint8Array.of(0, 0))],
		[...varUint(1), ...part(presence)],
		[...varUint(1), ...varUint(presence.length), ...states],
		[...varUint(2), ...varUint(0), ...text(token), ...text('4.8.0')],
		[...varUint(3)],
		[...varUint(5), ...text('stateless')],
		[...varUint(7)]
	];
}

function text(words: string): Piece[] {
	return part(utf8(words));
}

function part(bytes: Uint8Array): Piece[] {
	return [...varUint(bytes.length), raw(bytes)];
}

function varUint(value: number): Piece[] {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, value);
	return [{ kind: 'number', bytes: encoding.toUint8Array(encoder) }];
}

function raw(bytes: Uint8Array): Piece {
	return { kind: 'raw', bytes };
}
