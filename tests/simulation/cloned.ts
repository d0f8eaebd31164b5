/** A browser profile copied to another machine, or a disk put back from yesterday: both go on as the same device. */
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import type { Storage } from './person.ts';

export async function cloned({ vault, outbox, ledgers }: Storage): Promise<Storage> {
	const clone = { vault: new MemoryVault(), outbox: memoryOutbox(), ledgers: new Map() };
	const records = await vault.names('');
	for (const name of records.kind === 'names' ? records.names : []) {
		const read = await vault.read(name);
		if (read.kind === 'found') await clone.vault.write(name, read.bytes);
	}
	for (const [log, { strands }] of ledgers) {
		const ledger = memoryLedger(log);
		await ledger.add([...strands.values()].flat());
		clone.ledgers.set(log, ledger);
		for (const { client, strand, next } of await outbox.strands(log)) {
			const last = strands.get(client)?.[next - 1];
			if (!last) continue;
			await clone.outbox.putEntry({ log, client, seq: last.seq, bytes: last.bytes }, strand, -1);
			await clone.outbox.settle(log, client, next, 'ledger');
			await clone.outbox.settle(log, client, next, 'relay');
		}
	}
	return clone;
}
