/** A calendar day without a time or a zone, `yyyy-mm-dd`. A due date is the same day for everyone at the table. */
export type IsoDate = string;

export function isIsoDate(value: unknown): value is IsoDate {
	if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const ms = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

/** @throws RangeError when `date` is no calendar day. */
export function addDays(date: IsoDate, days: number): IsoDate {
	if (!isIsoDate(date)) throw new RangeError('not a calendar day');
	const moved = new Date(`${date}T00:00:00Z`);
	moved.setUTCDate(moved.getUTCDate() + days);
	return moved.toISOString().slice(0, 10);
}
