import { describe, expect, it } from 'vitest';
import { HandClock } from '../../../tests/simulation/hand-clock.ts';
import { AutoLock } from './auto-lock.ts';

const minute = 60_000;

function open(after: number | null = 5 * minute) {
	const clock = new HandClock();
	const began = clock.now();
	const heard: string[] = [];
	const at = () => (clock.now() - began) / 1000;
	const lock = new AutoLock(clock, {
		active: () => heard.push(`active ${at()}`),
		warned: () => heard.push(lock.warning === null ? `calm ${at()}` : `warned ${at()}`),
		lock: () => heard.push(`lock ${at()}`)
	});
	lock.set(after);
	return { clock, lock, heard };
}

describe('a device that nobody uses', () => {
	it('locks after its time, and says so 20 s ahead', async () => {
		const { clock, lock, heard } = open();
		await clock.advance(280_000);
		expect(heard).toEqual(['warned 280']);
		expect(lock.warning).toBe(clock.now() + 20_000);
		await clock.advance(20_000);
		expect(heard).toEqual(['warned 280', 'lock 300']);
		await clock.advance(60 * minute);
		expect(heard).toHaveLength(2);
	});

	it('stays open as long as somebody does something, here or in another page', async () => {
		const { clock, lock, heard } = open();
		for (let i = 0; i < 10; i++) {
			await clock.advance(4 * minute);
			if (i % 2) lock.active();
			else lock.heard(clock.now());
		}
		expect(heard.filter((each) => !each.startsWith('active'))).toEqual([]);
		await clock.advance(5 * minute);
		expect(heard.at(-1)).toBe('lock 2700');
	});

	it('is kept open by any key while it warns, and the other pages hear of it at once', async () => {
		const { clock, lock, heard } = open();
		lock.active();
		await clock.advance(290_000);
		lock.active();
		expect(heard).toEqual(['active 0', 'warned 280', 'calm 290', 'active 290']);
		expect(lock.warning).toBeNull();
		await clock.advance(279_000);
		expect(heard).toHaveLength(4);
	});

	it('tells other pages of a person who types every few seconds only', async () => {
		const { clock, lock, heard } = open();
		for (let i = 0; i < 100; i++) {
			lock.active();
			await clock.advance(100);
		}
		expect(heard).toEqual(['active 0', 'active 5']);
	});

	it('never locks where that was chosen, and begins again when it is chosen anew', async () => {
		const { clock, lock, heard } = open(null);
		await clock.advance(600 * minute);
		lock.set(minute);
		await clock.advance(minute - 1);
		expect(heard).toEqual(['warned 36040']);
		lock.set(null);
		await clock.advance(600 * minute);
		expect(heard).toHaveLength(2);
	});

	it('does not believe a page whose clock runs ahead', async () => {
		const { clock, lock, heard } = open();
		lock.heard(clock.now() + 60 * minute);
		await clock.advance(5 * minute);
		expect(heard.at(-1)).toBe('lock 300');
	});

	it('is locked when it wakes after its time, by a look or by the first key', () => {
		for (const wake of ['look', 'active'] as const) {
			const timers: (() => void)[] = [];
			let now = 0;
			const heard: string[] = [];
			const asleep = {
				now: () => now,
				after: (_: number, run: () => void) => (timers.push(run), () => undefined)
			};
			const lock = new AutoLock(asleep, {
				active: () => heard.push('active'),
				warned: () => heard.push('warned'),
				lock: () => heard.push('lock')
			});
			lock.set(5 * minute);
			now = 60 * minute;
			lock[wake]();
			expect(heard).toEqual(['lock']);
		}
	});
});
