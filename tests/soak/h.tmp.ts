import { runCase } from '../simulation/case-history.ts';
let n = 0;
const end = Date.now() + 12 * 60_000;
for (let seed = 70_001; Date.now() < end; seed++) {
	const { fault, steps } = await runCase(seed, 60);
	n++;
	if (fault) console.log('FAULT', seed, fault, steps.join('\n'));
	if (n % 10 === 0) console.log(n, 'done');
}
console.log('end', n);
process.exit(0);
