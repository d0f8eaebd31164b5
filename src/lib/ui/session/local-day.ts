/** The calendar day, `yyyy-mm-dd`, where this device is. `at` is in ms since 1970. */
export function localDay(at: number): string {
	const day = new Date(at);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
