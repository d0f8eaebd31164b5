/** What every link must do, whatever carries it. Run by each adapter's test on the real thing. */
import { describe, expect, test } from 'vitest';
import type { Frame } from '#lib/seal/frame.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { foundDocument, strandOf, type Founding } from '../../../tests/simulation/sealed-frames.ts';
import { placeName, type LogPlace } from './frame-name.ts';
import type { Link, LinkState, OpenLink } from './link.ts';

export interface LinkPlace {
	/** How a device of its own opens links: no two share a socket. */
	device(): OpenLink;
	/** Null where there is no relay to be cut off from. */
	cut: (() => Promise<void>) | null;
	join(): Promise<void>;
	/** Null where nothing is ever acknowledged. */
	readonly acknowledges: boolean;
	close(): Promise<void>;
}

class End {
	readonly arrived = new Map<string, Frame[]>();
	readonly acknowledged = new Map<string, Map<number, number>>();
	readonly present = new Map<number, Uint8Array>();
	readonly link: Link;
	state: LinkState = { kind: 'connecting' };
	heard: (state: LinkState) => void = () => undefined;

	constructor(open: OpenLink, { document, founder }: Founding) {
		this.link = open({
			document,
			places: [roster, plan],
			reader: founder,
			events: {
				state: (state) => {
					this.state = state;
					this.heard(state);
				},
				arrived: (place, frames) => {
					this.arrived.set(placeName(place), [...(this.arrived.get(placeName(place)) ?? []), ...frames]);
				},
				junk: () => undefined,
				acknowledged: (place, stored) => {
					const before = this.acknowledged.get(placeName(place)) ?? new Map<number, number>();
					for (const [client, count] of stored) {
						before.set(client, Math.max(count, before.get(client) ?? 0));
					}
					this.acknowledged.set(placeName(place), before);
				},
				declined: (_place, _client, reason) => {
					throw new Error(`declined: ${reason}`);
				},
				newest: () => undefined,
				presence: (peer, blob) => {
					if (blob) this.present.set(peer, blob);
					else this.present.delete(peer);
				}
			}
		});
	}

	ids(place: LogPlace): string[] {
		return (this.arrived.get(placeName(place)) ?? []).map(({ id }) => id.join());
	}

	stored(place: LogPlace, frame: Frame | undefined): number {
		return (frame && this.acknowledged.get(placeName(place))?.get(frame.client)) ?? 0;
	}
}

const roster: LogPlace = { channel: rosterChannel, generation: 0 };
const plan: LogPlace = { channel: planChannel, generation: 0 };
const later: LogPlace = { channel: planChannel, generation: 3 };

export function describeLink(name: string, place: () => Promise<LinkPlace>): void {
	describe(`${name} as a link`, () => {
		test('what one end offers arrives at the other, once and in order', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			const strand = await strandOf(founding, 5);
			a.link.offer(roster, [founding.statement]);
			b.link.offer(roster, [founding.statement]);
			a.link.offer(plan, strand.slice(0, 2));
			a.link.offer(plan, strand.slice(2));
			a.link.offer(plan, strand);
			await until(() => b.ids(plan).length >= 5);
			expect(b.ids(plan)).toEqual(strand.map(({ id }) => id.join()));
			if (at.acknowledges) await until(() => a.stored(plan, strand[0]) === 5);
			expect(a.ids(plan)).toEqual([]);
			await finish(at, a, b);
		});

		test('both offer at once, and a third who comes later gets all of it', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			const [left, right] = [await strandOf(founding, 3), await strandOf(founding, 4)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			a.link.offer(plan, left);
			b.link.offer(plan, right);
			await until(() => a.ids(plan).length === 4 && b.ids(plan).length === 3);
			const late = new End(at.device(), founding);
			await until(() => late.ids(plan).length === 7 && late.ids(roster).length === 1);
			expect(new Set(late.ids(plan))).toEqual(new Set([...a.ids(plan), ...b.ids(plan)]));
			await finish(at, a, b, late);
		});

		test('presence comes, changes and goes', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			await until(() => a.state.kind === 'open' || a.link.state.kind === 'open');
			await until(() => b.link.state.kind === 'open');
			a.link.present(Uint8Array.of(1, 2, 3));
			await until(() => b.present.size === 1);
			a.link.present(Uint8Array.of(4));
			await until(() => [...b.present.values()][0]?.length === 1);
			await a.link.close();
			await until(() => b.present.size === 0);
			expect(b.present.size).toBe(0);
			await finish(at, b);
		});

		test('an exchange hands up all that is held, and cannot be had while cut off', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			const strand = await strandOf(founding, 3);
			a.link.offer(plan, strand);
			if (at.acknowledges) await until(() => a.stored(plan, strand[0]) === 3);
			else await until(() => b.ids(plan).length === 3);
			const answers = await Promise.all([b.link.exchange(), b.link.exchange()]);
			expect(answers).toEqual([at.acknowledges, at.acknowledges]);
			expect(b.ids(plan)).toHaveLength(3);
			await at.cut?.();
			if (at.cut) {
				await until(() => b.link.state.kind !== 'open');
				expect(await b.link.exchange()).toBe(false);
			}
			await at.join();
			await finish(at, a, b);
		});

		test('what was offered while cut off arrives after', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			await at.cut?.();
			if (at.cut) await until(() => a.link.state.kind !== 'open');
			const strand = await strandOf(founding, 3);
			a.link.offer(plan, strand);
			if (at.cut && at.acknowledges) expect(a.stored(plan, strand[0])).toBe(0);
			await at.join();
			for (const end of [a, b]) end.link.retry();
			await until(() => b.ids(plan).length === 3);
			if (at.acknowledges) await until(() => a.stored(plan, strand[0]) === 3);
			expect(b.ids(plan)).toHaveLength(3);
			await finish(at, a, b);
		});

		test('a log that is followed later comes in full, and the link stays open', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			const strand = await strandOf(founding, 4);
			const states: string[] = [];
			for (const end of [a, b]) end.heard = (state) => states.push(state.kind);
			a.link.offer(later, strand);
			a.link.follow(later);
			a.link.follow(later);
			a.link.offer(later, strand.slice(0, 2));
			if (at.acknowledges) await until(() => a.stored(later, strand[0]) === 2);
			b.link.follow(later);
			expect(await b.link.exchange()).toBe(at.acknowledges);
			await until(() => b.ids(later).length === 2);
			a.link.offer(later, strand);
			await until(() => b.ids(later).length === 4);
			expect(b.ids(later)).toEqual(strand.map(({ id }) => id.join()));
			expect([b.ids(plan), a.ids(later), states]).toEqual([[], [], []]);
			await finish(at, a, b);
		});

		test('what is followed before there is a connection comes with it', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(roster, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			await at.cut?.();
			if (at.cut) await until(() => a.link.state.kind !== 'open' && b.link.state.kind !== 'open');
			const strand = await strandOf(founding, 3);
			for (const end of [a, b]) end.link.follow(later);
			a.link.offer(later, strand);
			await at.join();
			for (const end of [a, b]) end.link.retry();
			await until(() => b.ids(later).length === 3 && b.link.state.kind === 'open');
			if (at.acknowledges) await until(() => a.stored(later, strand[0]) === 3);
			expect(b.ids(later)).toEqual(strand.map(({ id }) => id.join()));
			await finish(at, a, b);
		});

		test('of a log that was left nothing comes, until it is followed again', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) {
				end.link.offer(roster, [founding.statement]);
				end.link.follow(later);
			}
			const [first, second] = [await strandOf(founding, 3), await strandOf(founding, 2)];
			a.link.offer(later, first);
			await until(() => b.ids(later).length === 3);
			b.link.leave(later);
			b.link.leave(later);
			a.link.offer(later, second);
			a.link.offer(plan, second);
			await until(() => b.ids(plan).length === 2 && b.link.state.kind === 'open');
			expect(b.ids(later)).toHaveLength(3);
			b.link.follow(later);
			await until(() => b.ids(later).length === 8);
			expect(new Set(b.ids(later))).toEqual(new Set([...first, ...second].map(({ id }) => id.join())));
			await finish(at, a, b);
		});
	});
}

async function finish(at: LinkPlace, ...ends: readonly End[]): Promise<void> {
	await Promise.all(ends.map(({ link }) => link.close()));
	await at.close();
}

/** Real sockets take real time: waits for the thing itself, and gives up loudly. */
export async function until(done: () => boolean, turns = 2000): Promise<void> {
	for (let turn = 0; turn < turns; turn++) {
		if (done()) return;
		await new Promise((next) => setTimeout(next, 4));
	}
	throw new Error('it never came');
}
