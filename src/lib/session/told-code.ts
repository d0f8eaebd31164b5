/**
 * The code that is told another way than the link: five digits by chance and one that shows whether they were heard and typed right
 * (ISO 7064 MOD 11,10). Whoever guesses has one try in a hundred thousand.
 */
import type { Random } from '#lib/seal/keys.ts';

const chance = 5;

export function newToldCode(random: Random): string {
	let digits = '';
	// A byte over the last whole ten of 256 would favour the low digits.
	while (digits.length < chance) for (const byte of random(8)) if (byte < 250) digits += String(byte % 10);
	const kept = digits.slice(0, chance);
	return kept + String(checkOf(kept));
}

/** However it was typed; null for what is no code, as where a digit is wrong or two have changed places. */
export function readToldCode(typed: string): string | null {
	const digits = typed.normalize('NFKC').replace(/[\s.·_‐-―-]/g, '');
	if (!/^\d{6}$/.test(digits)) return null;
	return Number(digits[chance]) === checkOf(digits.slice(0, chance)) ? digits : null;
}

/** In two groups, as one says it. */
export function spokenCode(code: string): string {
	return `${code.slice(0, 3)} ${code.slice(3)}`;
}

function checkOf(digits: string): number {
	let rest = 10;
	for (const digit of digits) rest = (((rest + Number(digit)) % 10 || 10) * 2) % 11;
	return (11 - rest) % 10;
}
