import { expect, test } from 'vitest';
import { undoKey } from './undo-keys.ts';

function press(on: string, init: KeyboardEventInit): ReturnType<typeof undoKey> {
	const place = document.createElement('div');
	place.innerHTML = on;
	document.body.append(place);
	let wish: ReturnType<typeof undoKey> = null;
	place.addEventListener('keydown', (event) => (wish = undoKey(event)));
	place.firstElementChild?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
	place.remove();
	return wish;
}

test('Ctrl or ⌘ with Z undoes, with Shift or Y redoes', () => {
	expect(press('<button>', { key: 'z', ctrlKey: true })).toBe('undo');
	expect(press('<button>', { key: 'Z', metaKey: true, shiftKey: true })).toBe('redo');
	expect(press('<input type="checkbox">', { key: 'y', ctrlKey: true })).toBe('redo');
	expect(press('<input type="date">', { key: 'z', ctrlKey: true })).toBe('undo');
});

test('other keys, other letters, and fields with an undo of their own are left alone', () => {
	expect(press('<button>', { key: 'z' })).toBeNull();
	expect(press('<button>', { key: 'z', ctrlKey: true, altKey: true })).toBeNull();
	expect(press('<button>', { key: 'x', ctrlKey: true })).toBeNull();
	expect(press('<textarea>', { key: 'z', ctrlKey: true })).toBeNull();
	expect(press('<input type="text">', { key: 'z', ctrlKey: true })).toBeNull();
});
