/** One round: write, await the acknowledgement, kill -9, restart, read from a device that has never seen any of it. */
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { systemClock } from '#lib/clock.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { LogPlace } from '#lib/wire/frame-name.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import type { Link } from '#lib/wire/link.ts';
import type { RunningServer } from '../e2e/harness/server.ts';
import { strandOf, type Founding } from '../simulation/sealed-frames.ts';

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };

export interface Round {
	readonly written: number;
	/** Acknowledged entries that the restarted relay did not give back. */
	readonly lost: number;
}

export async function durabilityRound(
	server: RunningServer,
	founding: Founding,
	count: number
): Promise<Round> {
	const strand = await strandOf(founding, count);
	const writer = new Reader(server.url, founding);
	writer.link.offer(roster, [founding.statement]);
	for (const frame of strand) writer.link.offer(plan, [frame]);
	await writer.until(() => writer.acknowledged(strand[0]?.client) >= count);
	await server.kill();
	await writer.link.close();
	await server.start();
	const third = new Reader(server.url, founding);
	await third.until(() => third.open);
	const found = third.ids;
	await third.link.close();
	return { written: count, lost: strand.filter(({ id }) => !found.has(id.join())).length };
}

class Reader {
	readonly link: Link;
	readonly ids = new Set<string>();
	readonly #stored = new Map<number, number>();
	#wake: () => void = () => undefined;

	constructor(address: string, { document, founder }: Founding) {
		const linkTo = hocuspocusLinks({ clock: systemClock, WebSocket, fetch: (url, init) => fetch(url, init) });
		const wake = () => this.#wake();
		this.link = linkTo(address)({
			document,
			places: [roster, plan],
			reader: founder,
			events: {
				state: wake,
				arrived: (_place: LogPlace, frames: readonly Frame[]) => {
					for (const { id } of frames) this.ids.add(id.join());
					wake();
				},
				junk: wake,
				newest: wake,
				acknowledged: (_place, stored) => {
					for (const [client, many] of stored) this.#stored.set(client, many);
					wake();
				},
				declined: (_place, _client, reason) => {
					throw new Error(`declined: ${reason}`);
				},
				presence: wake
			}
		});
	}

	get open(): boolean {
		return this.link.state.kind === 'open';
	}

	acknowledged(client: number | undefined): number {
		return (client !== undefined && this.#stored.get(client)) || 0;
	}

	until(done: () => boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			const stop = systemClock.after(20_000, () => reject(new Error('the relay did not answer')));
			this.#wake = () => {
				if (!done()) return;
				stop();
				resolve();
			};
			this.#wake();
		});
	}
}
