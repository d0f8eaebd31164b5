import { test, expect } from 'vitest';
import * as decoding from 'lib0/decoding';
import { systemClock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { startRelay } from '../../../server/relay.ts';
import { openSqliteStore } from '../../../server/store-sqlite.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
let trace: string[] = [];
const t0 = performance.now();
const say = (x: string) => trace.push(`${(performance.now() - t0).toFixed(1)} ${x}`);
function describeMsg(data: Uint8Array): string {
	try {
		if (data.length === 1) return 'ping/pong ' + data[0];
		const d = decoding.createDecoder(data);
		const name = decoding.readVarString(d).split('.')[1];
		const type = decoding.readVarUint(d);
		if (type === 0 || type === 4) return `${name} sync${type} ${decoding.readVarUint(d)} len ${data.length}`;
		if (type === 2) { const k = decoding.readVarUint(d); return `${name} auth ${k} ${k === 1 ? decoding.readVarString(d) : ''}`; }
		if (type === 8) return `${name} status ${decoding.readVarInt(d)}`;
		if (type === 5) return `${name} stateless ${decoding.readVarString(d)}`;
		if (type === 7) return `${name} CLOSE ${decoding.hasContent(d) ? decoding.readVarString(d) : ''}`;
		return `${name} type ${type}`;
	} catch (e) { return 'unreadable ' + String(e); }
}
function traced(n: string) {
	return class extends WebSocket {
		constructor(u: string | URL, p?: string | string[]) { super(u, p); this.addEventListener('message', (e) => say(`${n} <- ${describeMsg(new Uint8Array(e.data as ArrayBuffer))}`)); this.addEventListener('close', (e) => say(`${n} closed ${e.code} ${e.reason}`)); this.addEventListener('open', () => say(`${n} open`)); }
		override send(data: never) { say(`${n} -> ${describeMsg(data as Uint8Array)}`); super.send(data); }
	};
}
test('race', async () => {
	for (let round = 0; round < 150; round++) {
		trace = [];
		const relay = await startRelay({ host: '127.0.0.1', port: 0, store: openSqliteStore(':memory:'), appDir: null, publicUrl: null, relays: [], tls: null, clock: systemClock, log: () => undefined });
		const table = await TestDocument.found('race' + round);
		const mk = (n: string) => {
			const got: number[] = [];
			const link = hocuspocusLinks({ clock: systemClock, WebSocket: traced(n), fetch: async (u, i) => { say(`${n} fetch ${u.slice(-12)}`); const r = await fetch(u, i); say(`${n} fetched ${r.status} ${u.slice(-12)}`); return r; } })(relay.address)({
				document: table.document, channels: [rosterChannel, planChannel], reader: () => table.member,
				events: { state: (s) => say(`${n} STATE ${JSON.stringify(s)}`), arrived(c, f) { if (c === planChannel) got.push(...f.map((x) => x.seq)); }, junk() {}, acknowledged(c, s) { say(`${n} ack ${c} ${[...s.values()].join()}`); }, declined(c, k, r) { say(`${n} DECLINED ${c} ${r}`); }, presence() {} }
			});
			link.offer(rosterChannel, [table.founding]);
			return { link, got };
		};
		const a = mk('a'), b = mk('b');
		const [left, right] = [table.strand(), table.strand()];
		const l = await left.write(3), r = await right.write(4);
		a.link.offer(planChannel, l);
		b.link.offer(planChannel, r);
		let ok = false;
		for (let i = 0; i < 600 && !ok; i++) { ok = a.got.length === 4 && b.got.length === 3; await new Promise((n) => setTimeout(n, 5)); }
		if (!ok) { console.log('ROUND', round, a.got, b.got, '\n' + trace.join('\n')); expect(ok).toBe(true); }
		await a.link.close(); await b.link.close(); await relay.close();
	}
	expect(1).toBe(1);
}, 200000);
