import { systemClock } from '#lib/clock.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { LogPlace } from '#lib/wire/frame-name.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { foundDocument, strandOf } from '../tests/simulation/sealed-frames.ts';
import { figure, median, type Figures } from './figure.ts';
import { until } from './people.ts';
import type { StockServer } from './stock.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };

/**
 * Updates a second, each acknowledged: ours checked and stored first, stock applied and stored when it gets round to it. The two in
 * turn; the first round warms them up and does not count.
 */
export async function throughput(
	relay: RunningServer,
	stock: StockServer,
	documents: number,
	updates: number,
	rounds: number
): Promise<Figures> {
	const ours: number[] = [];
	const plain: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		ours.push(await oursPerSecond(relay, documents, updates));
		plain.push(await plainPerSecond(stock, `rate-${round}`, documents, updates));
	}
	return { 'relay updates a second': figure(median(ours.slice(1)), median(plain.slice(1)), '1/s', 0.8) };
}

async function oursPerSecond(relay: RunningServer, documents: number, updates: number): Promise<number> {
	const writers = await Promise.all(
		Array.from({ length: documents }, async () => {
			const founding = await foundDocument();
			const strand = await strandOf(founding, updates);
			const linkTo = hocuspocusLinks({
				clock: systemClock,
				WebSocket,
				fetch: (url, init) => fetch(url, init)
			});
			let stored = 0;
			const link = linkTo(relay.url)({
				document: founding.document,
				places: [roster, plan],
				reader: founding.founder,
				events: {
					state: () => undefined,
					arrived: () => undefined,
					junk: () => undefined,
					newest: () => undefined,
					acknowledged: (_place, counts) => {
						stored = Math.max(stored, counts.get(strand[0]?.client ?? -1) ?? 0);
					},
					declined: (_place, _client, reason) => {
						throw new Error(`declined: ${reason}`);
					},
					presence: () => undefined
				}
			});
			link.offer(roster, [founding.statement]);
			await until(() => link.state.kind === 'open');
			return { link, strand, done: () => stored >= updates };
		})
	);
	const start = performance.now();
	for (const { link, strand } of writers) for (const frame of strand) link.offer(plan, [frame]);
	await until(() => writers.every(({ done }) => done()));
	const took = performance.now() - start;
	await Promise.all(writers.map(({ link }) => link.close()));
	return (documents * updates * 1000) / took;
}

async function plainPerSecond(
	stock: StockServer,
	name: string,
	documents: number,
	updates: number
): Promise<number> {
	const clients = await Promise.all(Array.from({ length: documents }, (_, i) => stock.join(`${name}-${i}`)));
	const payload = new Uint8Array(800); // what an entry of ours weighs
	const start = performance.now();
	for (const { doc } of clients) {
		for (let i = 0; i < updates; i++) doc.getArray('entries').push([payload]);
	}
	await Promise.all(clients.map((client) => client.acknowledged()));
	const took = performance.now() - start;
	for (const client of clients) client.close();
	return (documents * updates * 1000) / took;
}
