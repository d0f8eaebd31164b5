import { describe, expect, test } from 'vitest';
import { HandClock, rest } from '../../../tests/simulation/hand-clock.ts';
import { seeded } from '../../../tests/simulation/seeded.ts';
import type { Head } from '#lib/seal/content.ts';
import { memberId } from '#lib/seal/frame-bytes.ts';
import { HeadsWatch } from './heads-watch.ts';

const ben = memberId(new Uint8Array(32).fill(7));

function head(client: number, seq: number): Head {
	return { client, seq, id: new Uint8Array(32).fill(client).fill(seq, 0, 1) };
}

function watchOf(exchange: () => Promise<boolean>) {
	const clock = new HandClock();
	const here = new Set<string>();
	const name = ({ client, seq }: Head) => `${client}/${seq}`;
	let asked = 0;
	const watch = new HeadsWatch({
		clock,
		holds: (cited) => here.has(name(cited)),
		exchange: () => {
			asked += 1;
			return exchange();
		},
		changed: () => undefined
	});
	const arrive = (come: Head) => {
		here.add(name(come));
		watch.look();
	};
	return { clock, watch, arrive, asked: () => asked };
}

describe('what others have seen and is not here', () => {
	test('is told of after every relay has been asked, and 30 s more; and no longer when it has come', async () => {
		const { clock, watch, arrive } = watchOf(async () => true);
		const since = clock.now();
		watch.cite([head(1, 4)], ben);
		await clock.advance(34_000);
		expect(watch.overdue).toEqual([]);
		await clock.advance(2_000);
		expect(watch.overdue).toMatchObject([{ head: head(1, 4), citedBy: [ben], since }]);
		arrive(head(1, 4));
		expect(watch.overdue).toEqual([]);
	});

	test('is asked for by nobody if it comes within moments', async () => {
		const { clock, watch, arrive, asked } = watchOf(async () => true);
		watch.cite([head(1, 0)], ben);
		await clock.advance(4_000);
		arrive(head(1, 0));
		await clock.advance(100_000);
		expect(asked()).toBe(0);
		expect(watch.overdue).toEqual([]);
	});

	test('waits for a relay that cannot be asked', async () => {
		let reachable = false;
		const { clock, watch } = watchOf(async () => reachable);
		watch.cite([head(1, 0)], ben);
		await clock.advance(3_600_000);
		expect(watch.overdue).toEqual([]);
		reachable = true;
		watch.again();
		await clock.advance(31_000);
		expect(watch.overdue).toHaveLength(1);
	});

	test('is told of although a relay that is there answers nothing', async () => {
		const { clock, watch } = watchOf(() => new Promise(() => undefined));
		watch.cite([head(1, 0)], ben);
		await clock.advance(300_000);
		expect(watch.overdue).toEqual([]);
		await clock.advance(60_000);
		expect(watch.overdue).toHaveLength(1);
	});

	test('counts as asked for only by an exchange that began after it was cited', async () => {
		const waiting: ((answered: boolean) => void)[] = [];
		const { clock, watch } = watchOf(() => new Promise((answered) => waiting.push(answered)));
		watch.cite([head(1, 0)], ben);
		await clock.advance(6_000);
		watch.cite([head(2, 0)], ben);
		await clock.advance(6_000);
		waiting.shift()?.(true);
		await clock.advance(40_000);
		expect(watch.overdue.map(({ head: { client } }) => client)).toEqual([1]);
		waiting.shift()?.(true);
		await clock.advance(40_000);
		expect(watch.overdue.map(({ head: { client } }) => client)).toEqual([1, 2]);
	});

	test('is kept in mind up to a thousand, whatever is cited', async () => {
		const { clock, watch } = watchOf(async () => true);
		for (let client = 0; client < 5_000; client++) watch.cite([head(client, 0)], ben);
		await clock.advance(60_000);
		expect(watch.overdue).toHaveLength(1_000);
	});
});

/** Two honest relays, each as slow as it likes, that bring entries in any order; an exchange ends when all that it asked for has come. */
async function honestSchedule(seed: number): Promise<number> {
	const dice = seeded(seed);
	const onTheWay: Promise<void>[] = [];
	const { clock, watch, arrive } = watchOf(async () => {
		await Promise.all(onTheWay);
		return dice.below(4) > 0;
	});
	let alarms = 0;
	for (let entry = 0; entry < 12; entry++) {
		const cited = head(dice.below(4), dice.below(6));
		// Its author had it, so at least one relay has it or will be brought it by the author.
		const delays = [dice.below(180_000), dice.below(180_000)];
		onTheWay.push(
			new Promise((come) => {
				clock.after(Math.min(...delays), () => {
					arrive(cited);
					come();
				});
			})
		);
		watch.cite([cited], ben);
		await clock.advance(dice.below(40_000));
		alarms += watch.overdue.length;
		if (dice.below(3) === 0) watch.again();
	}
	for (let minute = 0; minute < 6; minute++) {
		await clock.advance(60_000);
		watch.again();
		await rest();
		alarms += watch.overdue.length;
	}
	return alarms;
}

test('a thousand honest schedules of two slow relays raise no alarm', async () => {
	for (let seed = 1; seed <= 1_000; seed++) {
		expect(await honestSchedule(seed), `seed ${seed}`).toBe(0);
	}
});
