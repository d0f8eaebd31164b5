import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { figure, median, quantile, type Figures } from './figure.ts';
import { openPair } from './people.ts';
import type { StockServer } from './stock.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

/** From an edit on one device to its showing on another, through a relay that stores first. */
export async function editToShown(relay: RunningServer, stock: StockServer, count: number): Promise<Figures> {
	const pair = await openPair(relay.url);
	const text = pair.writer.text(own);
	const shown = pair.reader.text(own);
	const ours = {
		write: (i: number) => text.splice(0, 0, `${i % 10}`),
		heard: (heard: () => void) => shown.observe(() => heard())
	};
	const [a, b] = [await stock.join('shown'), await stock.join('shown')];
	const plain = {
		write: (i: number) => a.doc.getText('text').insert(0, `${i % 10}`),
		heard(heard: () => void) {
			const theirs = b.doc.getText('text');
			theirs.observe(heard);
			return () => theirs.unobserve(heard);
		}
	};
	const first = { ours: [] as number[], plain: [] as number[] };
	for (let i = 0; i < count; i++) {
		await pause(400); // a burst has ended
		first.ours.push(await once(ours, i));
		first.plain.push(await once(plain, i));
	}
	const typing = { ours: await whileTyping(ours, count * 4), plain: await whileTyping(plain, count * 4) };
	await pair.close();
	a.close();
	b.close();
	const [firstOurs, firstPlain] = [median(first.ours), median(first.plain)];
	const [typingOurs, typingPlain] = [quantile(typing.ours, 0.95), quantile(typing.plain, 0.95)];
	return {
		'first edit to shown': figure(firstOurs, firstPlain, 'ms', (firstPlain + 20) / firstPlain),
		'typing to shown, p95': figure(typingOurs, typingPlain, 'ms', (typingPlain + 330) / typingPlain)
	};
}

interface Side {
	write(i: number): void;
	heard(heard: () => void): () => void;
}

async function once(side: Side, i: number): Promise<number> {
	return new Promise((resolve) => {
		const start = performance.now();
		const stop = side.heard(() => {
			stop();
			resolve(performance.now() - start);
		});
		side.write(i);
	});
}

/** One keystroke every 60 ms; each counts as shown with the first change that comes after it and holds it. */
async function whileTyping(side: Side, count: number): Promise<number[]> {
	const written: number[] = [];
	const took: number[] = [];
	const stop = side.heard(() => {
		const now = performance.now();
		for (const at of written.splice(0)) took.push(now - at);
	});
	for (let i = 0; i < count; i++) {
		written.push(performance.now());
		side.write(i);
		await pause(60);
	}
	await pause(700);
	stop();
	return took;
}
