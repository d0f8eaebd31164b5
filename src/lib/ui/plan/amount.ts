/**
 * A number as people write it, with a comma or a point: null for nothing written, undefined for what is no amount
 * from 0 to a billion.
 */
export function parseAmount(written: string): number | null | undefined {
	const plain = written.trim().replace(',', '.');
	if (plain === '') return null;
	if (!/^\d{1,10}(\.\d{1,4})?$/.test(plain)) return undefined;
	const amount = Number(plain);
	return amount <= 1e9 ? amount : undefined;
}
