/**
 * `npm run bench [-- --json] [-- --trace FILE]`: every figure with both sides measured in this run. The server has to be built.
 */
import { parseArgs } from 'node:util';
import { startServer } from '../tests/e2e/harness/server.ts';
import { editToShown } from './edit-to-shown.ts';
import type { Figures } from './figure.ts';
import { firstScreen } from './first-screen.ts';
import { fullPlan } from './full-plan.ts';
import { heldUp } from './held-up.ts';
import { opening, packs } from './opening.ts';
import { replay } from './replay.ts';
import { StockServer } from './stock.ts';
import { throughput } from './throughput.ts';
import { madeUpTrace, readTrace } from './trace.ts';

const { values } = parseArgs({
	options: {
		json: { type: 'boolean', default: false },
		trace: { type: 'string' },
		seed: { type: 'string', default: '1' }
	}
});

const edits = values.trace ? readTrace(values.trace) : madeUpTrace(3000, Number(values.seed));
const relay = await startServer();
const stock = await StockServer.start();
const figures: Figures = {};
try {
	Object.assign(figures, await opening(10_000, 1000, 5));
	Object.assign(figures, await packs(edits, 9));
	Object.assign(figures, await editToShown(relay, stock, 25));
	Object.assign(figures, await throughput(relay, stock, 10, 1000, 3));
	Object.assign(figures, await fullPlan(relay, 40));
	Object.assign(figures, await replay(relay, edits));
	Object.assign(figures, await firstScreen(relay));
	Object.assign(figures, await heldUp(relay));
} finally {
	await stock.stop();
	await relay.dispose();
}

if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else {
	for (const [name, { ours, plain, ratio, budget, unit }] of Object.entries(figures)) {
		const against = budget === null ? '' : `, budget ${Number(budget.toPrecision(3))}`;
		process.stdout.write(`${name}: ${ours} against ${plain} ${unit}, ratio ${ratio}${against}\n`);
	}
}
process.exit(0);
