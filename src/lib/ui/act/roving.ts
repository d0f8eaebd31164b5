/** Which entry of a menu a key leads to: arrows go round, Home and End, or the next that starts with the letter. */
export function nextItem(
	labels: readonly string[],
	current: number,
	event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>
): number | undefined {
	const count = labels.length;
	if (count === 0 || event.ctrlKey || event.metaKey || event.altKey) return undefined;
	if (event.key === 'ArrowDown') return (current + 1) % count;
	if (event.key === 'ArrowUp') return (Math.max(current, 0) - 1 + count) % count;
	if (event.key === 'Home') return 0;
	if (event.key === 'End') return count - 1;
	if (event.key.length !== 1 || event.key === ' ') return undefined;
	const letter = event.key.toLocaleLowerCase();
	for (let step = 1; step <= count; step++) {
		const at = (current + step) % count;
		if (labels[at]?.toLocaleLowerCase().startsWith(letter)) return at;
	}
	return undefined;
}
