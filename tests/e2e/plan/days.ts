/** A day so many days from today, as a calendar here has it. */
export function dayFrom(days: number): string {
	const at = new Date(Date.now() + days * 24 * 60 * 60_000);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
