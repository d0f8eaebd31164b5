import { describe, expect, it } from 'vitest';
import type { Vault } from './vault.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const stored = { kind: 'stored' };

/** What every vault promises. `make` gives a vault that holds nothing. */
export function describeVault(name: string, make: () => Promise<Vault>): void {
	describe(`${name} as a vault`, () => {
		it('answers with the bytes that were written last', async () => {
			const vault = await make();
			expect(await vault.read('home')).toEqual({ kind: 'missing' });
			expect(await vault.write('home', bytes(1, 2, 3))).toEqual(stored);
			expect(await vault.write('home', bytes(4, 5))).toEqual(stored);
			expect(await vault.read('home')).toEqual({ kind: 'found', bytes: bytes(4, 5) });
		});

		it('keeps an empty record apart from a missing one', async () => {
			const vault = await make();
			await vault.write('empty', bytes());
			expect(await vault.read('empty')).toEqual({ kind: 'found', bytes: bytes() });
			expect(await vault.read('other')).toEqual({ kind: 'missing' });
		});

		it('keeps bytes apart from the caller’s own, which may be overwritten', async () => {
			const vault = await make();
			const given = bytes(7, 8, 9);
			const writing = vault.write('seed', given);
			given.fill(0);
			await writing;
			const first = await vault.read('seed');
			expect(first).toEqual({ kind: 'found', bytes: bytes(7, 8, 9) });
			if (first.kind === 'found') first.bytes.fill(0);
			expect(await vault.read('seed')).toEqual({ kind: 'found', bytes: bytes(7, 8, 9) });
		});

		it('replaces a record that is there, and brings back none that is not', async () => {
			const vault = await make();
			expect(await vault.replace('a', bytes(1))).toEqual({ kind: 'missing' });
			expect(await vault.read('a')).toEqual({ kind: 'missing' });
			await vault.write('a', bytes(1));
			expect(await vault.replace('a', bytes(2))).toEqual(stored);
			expect(await vault.read('a')).toEqual({ kind: 'found', bytes: bytes(2) });
		});

		it('removes a record, and is content if there is none', async () => {
			const vault = await make();
			await vault.write('a', bytes(1));
			expect(await vault.remove('a')).toEqual(stored);
			expect(await vault.remove('a')).toEqual(stored);
			expect(await vault.read('a')).toEqual({ kind: 'missing' });
		});

		it('lists names by prefix, ascending', async () => {
			const vault = await make();
			for (const name of ['case/b', 'home', 'case/a', 'case', 'cases', 'case/é'])
				await vault.write(name, bytes(1));
			expect(await vault.names('case/')).toEqual({ kind: 'names', names: ['case/a', 'case/b', 'case/é'] });
			expect(await vault.names('')).toMatchObject({ names: { length: 6 } });
			expect(await vault.names('none')).toEqual({ kind: 'names', names: [] });
		});

		it('takes many writes at once', async () => {
			const vault = await make();
			const names = Array.from({ length: 50 }, (_, i) => `n${i}`);
			await Promise.all(names.map((name, i) => vault.write(name, bytes(i))));
			const read = await Promise.all(names.map((name) => vault.read(name)));
			expect(read).toEqual(names.map((_, i) => ({ kind: 'found', bytes: bytes(i) })));
		});

		it('holds a record of a megabyte', async () => {
			const vault = await make();
			const large = new Uint8Array(1_000_000).map((_, i) => i % 251);
			await vault.write('large', large);
			expect(await vault.read('large')).toEqual({ kind: 'found', bytes: large });
		});

		it('is wiped for good', async () => {
			const vault = await make();
			await vault.write('a', bytes(1));
			expect(await vault.wipe()).toEqual(stored);
			const gone = { kind: 'not-read', reason: 'wiped' };
			expect(await vault.read('a')).toEqual(gone);
			expect(await vault.names('')).toEqual(gone);
			expect(await vault.write('a', bytes(1))).toEqual({ kind: 'not-stored', reason: 'wiped' });
			expect(await vault.replace('a', bytes(1))).toEqual({ kind: 'not-stored', reason: 'wiped' });
			expect(await vault.remove('a')).toEqual({ kind: 'not-stored', reason: 'wiped' });
		});

		it('answers in words after it was closed', async () => {
			const vault = await make();
			vault.close();
			expect(await vault.read('a')).toEqual({ kind: 'not-read', reason: 'failed' });
			expect(await vault.write('a', bytes(1))).toEqual({ kind: 'not-stored', reason: 'failed' });
		});
	});
}
