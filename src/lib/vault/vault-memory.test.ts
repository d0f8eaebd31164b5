import { expect, it } from 'vitest';
import { MemoryVault } from './vault-memory.ts';
import { describeVault } from './vault.contract.ts';

describeVault('memory', async () => new MemoryVault());

it('says that it does not last', () => {
	expect(new MemoryVault().lasting).toBe(false);
});
