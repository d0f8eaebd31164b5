const EDGE = 8;
const GAP = 4;

/** Puts a shown popover under (or, without room, above) its button, wholly inside the window; follows reading direction. */
export function placeBeside(button: HTMLElement, popover: HTMLElement): void {
	const at = button.getBoundingClientRect();
	const size = popover.getBoundingClientRect();
	const rightToLeft = getComputedStyle(button).direction === 'rtl';
	const inline = rightToLeft ? at.left : at.right - size.width;
	const below = at.bottom + GAP;
	const fits = below + size.height <= innerHeight - EDGE || at.top < size.height + GAP;
	popover.style.left = `${within(inline, innerWidth - size.width)}px`;
	popover.style.top = `${within(fits ? below : at.top - GAP - size.height, innerHeight - size.height)}px`;
}

function within(wanted: number, most: number): number {
	return Math.max(EDGE, Math.min(wanted, most - EDGE));
}
