import * as encoding from 'lib0/encoding';
import { expect, it } from 'vitest';
import { readMessage } from './message.ts';

const log = `${'A'.repeat(43)}.plan.0`;

/** A message that closes a log, under this address. */
function closing(address: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint8Array(encoder, address);
	encoding.writeVarUint(encoder, 7);
	return encoding.toUint8Array(encoder);
}

it.each([
	['a log', log, 'close'],
	['a log and a session', `${log}\0tab1`, 'close'],
	['a log and no session', `${log}\0`, 'malformed'],
	['more behind the session', `${log}\0tab1\0more`, 'malformed'],
	['another name', 'plan', 'malformed']
])('an address is %s', (_name, address, kind) => {
	expect(readMessage(closing(Buffer.from(address))).kind).toBe(kind);
});

it('an address that is no UTF-8 goes no further, where it would be printed', () => {
	const address = Buffer.concat([Buffer.from(`${log}\0tab1\0`), Buffer.of(255)]);
	expect(readMessage(closing(address)).kind).toBe('malformed');
});
