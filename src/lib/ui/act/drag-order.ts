/** Dragging as an extra beside "Move up" and "Move down": pointer only, the order changes when let go. */
export interface RowBox {
	readonly top: number;
	readonly height: number;
}

/**
 * Where the row `from` lands when its middle has been moved by `by` pixels.
 * @param rows boxes in their order before the drag began.
 */
export function landingIndex(rows: readonly RowBox[], from: number, by: number): number {
	const row = rows[from];
	if (row === undefined) return from;
	const middle = row.top + row.height / 2 + by;
	let to = 0;
	for (const [index, other] of rows.entries()) {
		if (index !== from && middle > other.top + other.height / 2) to++;
	}
	return to;
}

export interface DragOrder {
	/** The rows in their order. */
	rows(): readonly HTMLElement[];
	/** The row from which the drag starts is at `from` and would land at `to`; undefined when it ended. */
	moving(state: { from: number; to: number; by: number } | undefined): void;
	dropped(from: number, to: number): void;
}

/** Starts a drag from a pointer pressed on a row's grip. Escape or a cancelled pointer puts all back. */
export function startDrag(event: PointerEvent, from: number, order: DragOrder): void {
	const grip = event.currentTarget;
	if (!(grip instanceof HTMLElement) || event.button !== 0 || !event.isPrimary) return;
	const boxes = order.rows().map((row) => row.getBoundingClientRect());
	const startY = event.clientY + scrollY;
	const listening = new AbortController();
	let to = from;

	grip.setPointerCapture(event.pointerId);
	event.preventDefault();

	const end = (drop: boolean): void => {
		listening.abort();
		order.moving(undefined);
		if (drop && to !== from) order.dropped(from, to);
	};
	const on = { signal: listening.signal };
	grip.addEventListener(
		'pointermove',
		(move) => {
			const by = move.clientY + scrollY - startY;
			to = landingIndex(boxes, from, by);
			order.moving({ from, to, by });
			const edge = 48;
			if (move.clientY < edge) scrollBy(0, -12);
			else if (move.clientY > innerHeight - edge) scrollBy(0, 12);
		},
		on
	);
	grip.addEventListener('pointerup', () => end(true), on);
	grip.addEventListener('pointercancel', () => end(false), on);
	addEventListener('keydown', (key) => key.key === 'Escape' && end(false), on);
}
