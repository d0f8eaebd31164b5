/** What every link must do, whatever carries it. Run by each adapter's test on the real thing. */
import { describe, expect, test } from 'vitest';
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { foundDocument, strandOf, type Founding } from '../../../tests/simulation/sealed-frames.ts';
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
	readonly arrived = new Map<ChannelName, Frame[]>();
	readonly acknowledged = new Map<ChannelName, Map<number, number>>();
	readonly present = new Map<number, Uint8Array>();
	readonly link: Link;
	state: LinkState = { kind: 'connecting' };

	constructor(open: OpenLink, { document, founder }: Founding) {
		this.link = open({
			document,
			channels: [rosterChannel, planChannel],
			reader: () => founder,
			events: {
				state: (state) => (this.state = state),
				arrived: (channel, frames) => {
					this.arrived.set(channel, [...(this.arrived.get(channel) ?? []), ...frames]);
				},
				junk: () => undefined,
				acknowledged: (channel, stored) => {
					const before = this.acknowledged.get(channel) ?? new Map<number, number>();
					for (const [client, count] of stored) {
						before.set(client, Math.max(count, before.get(client) ?? 0));
					}
					this.acknowledged.set(channel, before);
				},
				declined: (_channel, _client, reason) => {
					throw new Error(`declined: ${reason}`);
				},
				presence: (peer, blob) => {
					if (blob) this.present.set(peer, blob);
					else this.present.delete(peer);
				}
			}
		});
	}

	ids(channel: ChannelName): string[] {
		return (this.arrived.get(channel) ?? []).map(({ id }) => id.join());
	}

	stored(channel: ChannelName, frame: Frame | undefined): number {
		return (frame && this.acknowledged.get(channel)?.get(frame.client)) ?? 0;
	}
}

export function describeLink(name: string, place: () => Promise<LinkPlace>): void {
	describe(`${name} as a link`, () => {
		test('what one end offers arrives at the other, once and in order', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			const strand = await strandOf(founding, 5);
			a.link.offer(rosterChannel, [founding.statement]);
			b.link.offer(rosterChannel, [founding.statement]);
			a.link.offer(planChannel, strand.slice(0, 2));
			a.link.offer(planChannel, strand.slice(2));
			a.link.offer(planChannel, strand);
			await until(() => b.ids(planChannel).length >= 5);
			expect(b.ids(planChannel)).toEqual(strand.map(({ id }) => id.join()));
			if (at.acknowledges) await until(() => a.stored(planChannel, strand[0]) === 5);
			expect(a.ids(planChannel)).toEqual([]);
			await finish(at, a, b);
		});

		test('both offer at once, and a third who comes later gets all of it', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			const [left, right] = [await strandOf(founding, 3), await strandOf(founding, 4)];
			for (const end of [a, b]) end.link.offer(rosterChannel, [founding.statement]);
			a.link.offer(planChannel, left);
			b.link.offer(planChannel, right);
			await until(() => a.ids(planChannel).length === 4 && b.ids(planChannel).length === 3);
			const late = new End(at.device(), founding);
			await until(() => late.ids(planChannel).length === 7 && late.ids(rosterChannel).length === 1);
			expect(new Set(late.ids(planChannel))).toEqual(new Set([...a.ids(planChannel), ...b.ids(planChannel)]));
			await finish(at, a, b, late);
		});

		test('presence comes, changes and goes', async () => {
			const at = await place();
			const founding = await foundDocument();
			const [a, b] = [new End(at.device(), founding), new End(at.device(), founding)];
			for (const end of [a, b]) end.link.offer(rosterChannel, [founding.statement]);
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
			for (const end of [a, b]) end.link.offer(rosterChannel, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			const strand = await strandOf(founding, 3);
			a.link.offer(planChannel, strand);
			if (at.acknowledges) await until(() => a.stored(planChannel, strand[0]) === 3);
			else await until(() => b.ids(planChannel).length === 3);
			const answers = await Promise.all([b.link.exchange(), b.link.exchange()]);
			expect(answers).toEqual([at.acknowledges, at.acknowledges]);
			expect(b.ids(planChannel)).toHaveLength(3);
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
			for (const end of [a, b]) end.link.offer(rosterChannel, [founding.statement]);
			await until(() => a.link.state.kind === 'open' && b.link.state.kind === 'open');
			await at.cut?.();
			if (at.cut) await until(() => a.link.state.kind !== 'open');
			const strand = await strandOf(founding, 3);
			a.link.offer(planChannel, strand);
			if (at.cut && at.acknowledges) expect(a.stored(planChannel, strand[0])).toBe(0);
			await at.join();
			for (const end of [a, b]) end.link.retry();
			await until(() => b.ids(planChannel).length === 3);
			if (at.acknowledges) await until(() => a.stored(planChannel, strand[0]) === 3);
			expect(b.ids(planChannel)).toHaveLength(3);
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
