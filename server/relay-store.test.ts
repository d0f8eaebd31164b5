import { expect, it } from 'vitest';
import { rosterChannel, throughout } from '#lib/roster/capability.ts';
import { ourRelay } from '../tests/relays/our-relay.ts';
import { RawClient } from '../tests/relays/raw-client.ts';
import { SealedCase } from '../tests/relays/sealed-case.ts';
import { StoreError, type Store } from './store.ts';

it('acknowledges and shows nothing that could not be stored, and takes it when it can be', async () => {
	const disk = { full: false };
	const relay = await ourRelay({}, (store) => failing(store, disk));
	const sealed = await SealedCase.found('store');
	await relay.found(sealed);
	const [log, roster] = [sealed.log(), sealed.log(rosterChannel)];
	const writer = await RawClient.reading(relay.address, log, sealed.manager);
	await writer.prove(roster, sealed.manager);
	const strand = sealed.strand(sealed.manager);
	const [first, second] = [await strand.write(), await strand.write()];
	const { statement } = await sealed.invite(throughout('view'));
	const citing = await sealed.strand(sealed.manager).write({ rosterHeads: [statement.id] });
	expect(await writer.append(log, first)).toEqual({ kind: 'stored' });

	disk.full = true;
	expect(await writer.append(log, second)).toMatchObject({ reason: 'store' });
	expect(await writer.append(roster, statement)).toMatchObject({ reason: 'store' });
	expect(await writer.append(log, citing)).toMatchObject({ reason: 'heads' });
	expect((await writer.read(log)).getArray(String(first.client)).length).toBe(1);

	disk.full = false;
	expect(await writer.append(log, second)).toEqual({ kind: 'stored' });
	expect(await writer.append(roster, statement)).toEqual({ kind: 'stored' });
	expect(await writer.append(log, citing)).toEqual({ kind: 'stored' });
	expect((await writer.read(log)).getArray(String(first.client)).length).toBe(2);
	expect(relay.lines.filter((line) => line.includes('store-failed'))).toHaveLength(2);
	await relay.close();
});

it('holds only sealed frames on the disk, and unloads logs that nobody has open', async () => {
	const relay = await ourRelay();
	const sealed = await SealedCase.found('disk');
	await relay.found(sealed);
	const writer = await RawClient.reading(relay.address, sealed.log(), sealed.manager);
	const frame = await sealed.strand(sealed.manager).write();
	await writer.append(sealed.log(), frame);
	expect(relay.relay.documents()).toBe(1);
	await writer.close();
	while (relay.relay.documents() > 0) await new Promise((turn) => setImmediate(turn));
	await relay.relay.close();
	const stored = await relay.stored();
	expect(stored.includes(Buffer.from(frame.bytes))).toBe(true);
	expect(stored.includes('Ada')).toBe(false);
});

function failing(store: Store, disk: { readonly full: boolean }): Store {
	return {
		kind: store.kind,
		frames: (log) => store.frames(log),
		firsts: (log) => store.firsts(log),
		frame: (log, client, seq) => store.frame(log, client, seq),
		last: (log, client) => store.last(log, client),
		append: (log, frames) => (disk.full ? Promise.reject(new StoreError('full')) : store.append(log, frames)),
		drop: (log) => (disk.full ? Promise.reject(new StoreError('full')) : store.drop(log)),
		dropped: (document) => store.dropped(document),
		logs: (document) => store.logs(document),
		keepPointer: (name, bytes) =>
			disk.full ? Promise.reject(new StoreError('full')) : store.keepPointer(name, bytes),
		pointer: (name) => store.pointer(name),
		ok: () => store.ok(),
		close: () => store.close()
	};
}
