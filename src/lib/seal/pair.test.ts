import { expect, it } from 'vitest';
import { seededRandom } from '../../../tests/seeded-random.ts';
import { documentId, toText } from './frame-bytes.ts';
import { keysPrint, pairPrint, pairWordNumbers, type StatedKeys } from './pair.ts';

const random = seededRandom('pair');
const someone = (): StatedKeys => ({ publicKey: random(32), boxKey: random(32) });
const [here, elsewhere] = [documentId(random(32)), documentId(random(32))];

it('is the same on both sides', () => {
	const [ana, ben] = [someone(), someone()];
	expect(pairPrint(here, ana, ben)).toEqual(pairPrint(here, ben, ana));
});

it('is another with another document, or with any key of either', () => {
	const [ana, ben, eve] = [someone(), someone(), someone()];
	const prints = [
		pairPrint(here, ana, ben),
		pairPrint(elsewhere, ana, ben),
		pairPrint(here, ana, eve),
		pairPrint(here, eve, ben),
		pairPrint(here, ana, { ...ben, boxKey: eve.boxKey }),
		pairPrint(here, { ...ana, boxKey: eve.boxKey }, ben),
		// The keys of one cannot pass for those of the other.
		pairPrint(here, { ...ana, boxKey: ben.boxKey }, { ...ben, boxKey: ana.boxKey })
	];
	expect(new Set(prints.map(toText)).size).toBe(prints.length);
});

it('of one member changes with either key and the document, and with nobody else’s', () => {
	const [ana, ben] = [someone(), someone()];
	const prints = [
		keysPrint(here, ana),
		keysPrint(elsewhere, ana),
		keysPrint(here, { ...ana, boxKey: ben.boxKey }),
		keysPrint(here, { ...ana, publicKey: ben.publicKey })
	];
	expect(new Set(prints.map(toText)).size).toBe(prints.length);
});

it('gives eight words, of bytes wherever they lie', () => {
	const bytes = random(40);
	const numbers = pairWordNumbers(bytes.subarray(5, 37));
	expect(numbers).toEqual(pairWordNumbers(bytes.slice(5, 37)));
	expect(numbers).toHaveLength(8);
	for (const number of numbers) expect(number).toBeLessThan(2048);
});
