/** What a key press asks for on a page of a case. Fields of their own text keep the browser's undo. */
export function undoKey(event: KeyboardEvent): 'undo' | 'redo' | null {
	if (event.defaultPrevented || event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey))
		return null;
	if (event.target instanceof Element && event.target.matches(ownText)) return null;
	const key = event.key.toLowerCase();
	if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
	return key === 'y' && !event.shiftKey ? 'redo' : null;
}

const ownText =
	'textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=date], [type=button], [type=submit])';
