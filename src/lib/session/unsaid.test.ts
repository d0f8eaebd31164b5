import { expect, it } from 'vitest';
import { toText, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { HandClock } from '../../../tests/simulation/hand-clock.ts';
import { KeptRecords } from './kept-records.ts';
import { removeUnsaid, Unsaid } from './unsaid.ts';

const [here, elsewhere] = [1, 2].map((byte) => toText(new Uint8Array(32).fill(byte)) as DocumentId);

function device() {
	const [vault, clock] = [new MemoryVault(), new HandClock()];
	const records = new KeptRecords(vault, clock, { gone: () => undefined, changed: () => undefined });
	const kept = { vault, records, clock };
	return { ...kept, open: (document = here) => Unsaid.open(document as DocumentId, kept) };
}

it('is there again when the case is opened anew, once it has been written for a moment', async () => {
	const { clock, open } = device();
	const unsaid = await open();
	unsaid.set('new', 'Half');
	unsaid.set('new', 'Half of a thought');
	unsaid.set('answer/1', 'Yes');
	expect((await open()).texts.size).toBe(0);
	await clock.advance(300);
	expect(Object.fromEntries((await open()).texts)).toEqual({ new: 'Half of a thought', 'answer/1': 'Yes' });
	expect((await open(elsewhere)).texts.size).toBe(0);
});

it('is gone when it has been said', async () => {
	const { vault, open } = device();
	const unsaid = await open();
	unsaid.set('new', 'Half of a thought');
	await unsaid.flush();
	unsaid.set('new', '');
	await unsaid.flush();
	expect((await open()).texts.size).toBe(0);
	expect(await vault.names('')).toEqual({ kind: 'names', names: [] });
});

it('of two pages is kept from both, field by field', async () => {
	const { open } = device();
	const [one, other] = [await open(), await open()];
	one.set('new', 'Here');
	other.set('answer/1', 'There');
	await Promise.all([one.flush(), other.flush()]);
	expect(Object.fromEntries((await open()).texts)).toEqual({ new: 'Here', 'answer/1': 'There' });
});

it('stands under names that say nothing, and goes with its case', async () => {
	const { vault, records, open } = device();
	const [one, other] = [await open(), await open(elsewhere)];
	one.set('answer/goal-of-rosa', 'Yes');
	other.set('new', 'Stays');
	await Promise.all([one.flush(), other.flush()]);
	const names = await vault.names('unsaid/');
	expect(JSON.stringify(names)).not.toContain('rosa');
	await removeUnsaid(here as DocumentId, { vault, records });
	expect((await open()).texts.size).toBe(0);
	expect((await open(elsewhere)).texts.get('new')).toBe('Stays');
});

it('writes nothing more once it is forgotten', async () => {
	const { vault, clock, open } = device();
	const unsaid = await open();
	unsaid.set('new', 'Half');
	unsaid.forget();
	await clock.advance(1000);
	expect(await vault.names('')).toEqual({ kind: 'names', names: [] });
});
