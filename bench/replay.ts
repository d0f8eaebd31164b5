import * as Y from 'yjs';
import { planChannel } from '#lib/roster/capability.ts';
import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { figure, type Figures } from './figure.ts';
import { openPair, until } from './people.ts';
import type { Edit } from './trace.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
/** Edits in one entry: what people typing at a usual pace make in a batch or two. */
const batch = 10;

/** An editing trace through the whole path between two devices and a relay, against the same edits in two plain documents. */
export async function replay(relay: RunningServer, edits: readonly Edit[]): Promise<Figures> {
	const pair = await openPair(relay.url);
	const text = pair.writer.text(own);
	const start = performance.now();
	for (let i = 0; i < edits.length; i += batch) {
		for (const { at, remove, insert } of edits.slice(i, i + batch)) text.splice(at, remove, insert);
		await pair.writer.document.flush();
	}
	const written = text.read();
	await until(() => pair.reader.text(own).read() === written, 600_000);
	const ours = performance.now() - start;
	const frames = [...pair.writer.document.held].find(([log]) => log.includes(`.${planChannel}.`))?.[1] ?? [];
	const bytes = frames.reduce((sum, frame) => sum + frame.bytes.length, 0);
	await pair.close();
	const plain = plainReplay(edits, written);
	return {
		'bytes per edit': figure(bytes / edits.length, plain.bytes / edits.length, 'bytes'),
		'replay per edit': figure(ours / edits.length, plain.took / edits.length, 'ms')
	};
}

function plainReplay(edits: readonly Edit[], expected: string): { took: number; bytes: number } {
	const [left, right] = [new Y.Doc(), new Y.Doc()];
	let bytes = 0;
	left.on('update', (update: Uint8Array) => {
		bytes += update.length;
		Y.applyUpdate(right, update);
	});
	const text = left.getText('text');
	const start = performance.now();
	for (const { at, remove, insert } of edits) {
		left.transact(() => {
			if (remove > 0) text.delete(at, remove);
			if (insert !== '') text.insert(at, insert);
		});
	}
	if (right.getText('text').toString() !== expected) throw new Error('the plain replay came out otherwise');
	return { took: performance.now() - start, bytes };
}
