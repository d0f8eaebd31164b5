import { cdp, page, userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import * as Y from 'yjs';
import type { Delta } from '#lib/casedoc/text-splice.ts';
import SharedText from './SharedText.svelte';
import type { SharedTextPort } from './shared-text-port.ts';

interface Side {
	readonly doc: Y.Doc;
	readonly text: Y.Text;
	readonly port: SharedTextPort;
}

describe('two people in one text', () => {
	test('both type in one sentence at once: both texts stay, and each caret stays with its words', async () => {
		const { here, there, meet } = twoSides('I want to walk.');
		const field = await open(here);
		field.setSelectionRange(14, 14);
		await userEvent.keyboard(' alone');
		there.text.insert(0, 'Yes: ');
		meet();
		await userEvent.keyboard('!');
		meet();
		expect(field.value).toBe('Yes: I want to walk alone!.');
		expect(there.text.toString()).toBe(field.value);
		expect(field.selectionStart).toBe('Yes: I want to walk alone!'.length);
	});

	test('both first fill the same empty field: both texts stay', async () => {
		const { here, there, meet } = twoSides('');
		const field = await open(here);
		there.text.insert(0, 'From Jonas. ');
		await userEvent.keyboard('From Rosa. ');
		meet();
		expect(field.value).toContain('From Jonas. ');
		expect(field.value).toContain('From Rosa. ');
		expect(there.text.toString()).toBe(field.value);
	});

	test('a selection stays on its words, also when others delete a part of it', async () => {
		const { here, there, meet } = twoSides('one two three');
		const field = await open(here);
		field.setSelectionRange(4, 13, 'backward');
		there.text.delete(0, 4);
		there.text.delete(3, 3);
		meet();
		expect(field.value).toBe('tworee');
		expect([field.selectionStart, field.selectionEnd, field.selectionDirection]).toEqual([0, 6, 'backward']);
	});

	test('a field without the focus follows without taking the focus', async () => {
		const { here, there, meet } = twoSides('a');
		const field = await open(here);
		field.blur();
		there.text.insert(1, 'b');
		meet();
		expect(field.value).toBe('ab');
		expect(document.activeElement).not.toBe(field);
	});

	test('letters of more than one unit and lines from elsewhere stay whole', async () => {
		const { here, there, meet } = twoSides('one\r\ntwo 👩🏽‍⚕️');
		const field = await open(here);
		expect(field.value).toBe('one\ntwo 👩🏽‍⚕️');
		field.setSelectionRange(7, 7);
		await userEvent.keyboard('!');
		meet();
		expect(there.text.toString()).toBe('one\ntwo! 👩🏽‍⚕️');
	});
});

describe('while an input method composes', () => {
	test('what others write is not shown until it ends, nothing is lost, and what is composed is shared at once', async () => {
		const { here, there, meet } = twoSides('Walk.');
		const field = await open(here);
		field.setSelectionRange(4, 4);
		await compose('に');
		there.text.insert(0, 'I want to ');
		meet();
		expect(field.value).toBe('Walkに.');
		await compose('にほん');
		meet();
		expect(field.value).toBe('Walkにほん.');
		expect(there.text.toString()).toBe('I want to Walkにほん.');
		there.text.insert(there.text.length, ' Soon.');
		there.text.delete(0, 2);
		meet();
		await commit('日本');
		meet();
		expect(field.value).toBe('want to Walk日本. Soon.');
		expect(there.text.toString()).toBe(field.value);
		expect(field.selectionStart).toBe('want to Walk日本'.length);
	});

	test('others write inside, and delete around, what is being composed', async () => {
		const { here, there, meet } = twoSides('ab');
		const field = await open(here);
		field.setSelectionRange(1, 1);
		await compose('xyz');
		meet();
		there.text.insert(2, '--');
		there.text.delete(0, 1);
		meet();
		await commit('完');
		meet();
		expect(there.text.toString()).toBe(field.value);
		expect(field.value).toContain('完');
		expect(field.value).toContain('--');
		expect(field.value.endsWith('b')).toBe(true);
	});

	test('a composition that is given up leaves nothing behind', async () => {
		const { here, there, meet } = twoSides('ab');
		const field = await open(here);
		await compose('xyz');
		there.text.insert(0, '>');
		meet();
		await compose('');
		await commit('');
		meet();
		expect(field.value).toBe('>ab');
		expect(there.text.toString()).toBe('>ab');
	});
});

describe('what does not fit', () => {
	test('a paste of 1 MB says so and leaves the field as it was', async () => {
		const { here } = twoSides('kept');
		const field = await open(here);
		expect(paste(field, 'x'.repeat(1_000_000))).toBe('refused');
		await expect.element(page.getByRole('alert')).toHaveTextContent('too long for one field');
		expect(field.value).toBe('kept');
		expect(here.text.toString()).toBe('kept');
		await userEvent.keyboard('!');
		await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
		expect(here.text.toString()).toBe('kept!');
	});

	test('text that comes in some other way and is too long is taken back', async () => {
		const { here } = twoSides('kept');
		const field = await open(here, { limit: 10 });
		field.setRangeText('0123456789', 4, 4, 'end');
		field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
		expect(field.value).toBe('kept');
		expect(here.text.toString()).toBe('kept');
	});

	test('a text that others made longer than the limit can still be shortened', async () => {
		const { here } = twoSides('0123456789abc');
		const field = await open(here, { limit: 10 });
		field.setSelectionRange(13, 13);
		await userEvent.keyboard('{Backspace}');
		expect(here.text.toString()).toBe('0123456789ab');
	});
});

test('a single line has no line breaks: Enter does nothing, pasted ones become spaces', async () => {
	const { here } = twoSides('a');
	const field = await open(here, { singleLine: true });
	await userEvent.keyboard('{Enter}b');
	field.setRangeText(' one \n two', 2, 2, 'end');
	field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
	expect(here.text.toString()).toBe('ab one two');
	expect(field.value).toBe('ab one two');
	expect(field.selectionStart).toBe(10);
});

test('undo and redo are the case’s, not the browser’s', async () => {
	const asked: string[] = [];
	const { here } = twoSides('');
	const field = await open(here, { onundo: () => asked.push('undo'), onredo: () => asked.push('redo') });
	await userEvent.keyboard('abc');
	await userEvent.keyboard('{Control>}z{/Control}{Control>}{Shift>}z{/Shift}{/Control}{Control>}y{/Control}');
	expect(asked).toEqual(['undo', 'redo', 'redo']);
	expect(field.value).toBe('abc');
});

test('an undone change of one’s own is shown like one of others', async () => {
	const { here } = twoSides('');
	const undo = new Y.UndoManager(here.text, { trackedOrigins: new Set(['field']) });
	const field = await open(here, { onundo: () => undo.undo() });
	await userEvent.keyboard('abc');
	await userEvent.keyboard('{Control>}z{/Control}');
	expect(field.value).toBe('');
});

test('a reader sees text, not a field; it follows what others write', async () => {
	const { here, there, meet } = twoSides('Own words');
	const { container } = await render(SharedText, { port: here.port, label: 'Why', readonly: true });
	expect(container.querySelector('textarea')).toBeNull();
	there.text.insert(9, ' matter');
	meet();
	await expect.element(container).toHaveTextContent('Own words matter');
});

test('who else is in the field stands beside its name', async () => {
	const { here } = twoSides('');
	const { container } = await render(SharedText, {
		port: here.port,
		label: 'Why',
		others: [
			{ id: 'a', name: 'Amina' },
			{ id: 'j', name: 'Jonas' }
		]
	});
	await expect.element(container).toHaveTextContent('Amina and Jonas are writing here');
});

test('when it goes it stops listening', async () => {
	const { here } = twoSides('a');
	const { unmount } = await render(SharedText, { port: here.port, label: 'Why' });
	expect(here.text._eH.l.length).toBe(1);
	await unmount();
	expect(here.text._eH.l.length).toBe(0);
});

/** Two documents that hear of each other only when they meet. */
function twoSides(start: string): { here: Side; there: Side; meet: () => void } {
	const [here, there] = [side(), side()];
	here.text.insert(0, start);
	const meet = (): void => {
		Y.applyUpdate(there.doc, Y.encodeStateAsUpdate(here.doc, Y.encodeStateVector(there.doc)), 'wire');
		Y.applyUpdate(here.doc, Y.encodeStateAsUpdate(there.doc, Y.encodeStateVector(here.doc)), 'wire');
	};
	meet();
	return { here, there, meet };
}

function side(): Side {
	const doc = new Y.Doc();
	const text = doc.getText('goal/1/words');
	const port: SharedTextPort = {
		read: () => text.toString(),
		splice: (index, remove, insert) =>
			doc.transact(() => {
				if (remove > 0) text.delete(index, remove);
				if (insert !== '') text.insert(index, insert);
			}, 'field'),
		observe: (changed) => {
			const heard = (event: Y.YTextEvent): void => changed(event.delta as Delta, event.transaction.local);
			text.observe(heard);
			return () => text.unobserve(heard);
		}
	};
	return { doc, text, port };
}

async function open(on: Side, props: Record<string, unknown> = {}): Promise<HTMLTextAreaElement> {
	const { container } = await render(SharedText, { port: on.port, label: 'Why this matters', ...props });
	const field = container.querySelector('textarea');
	if (field === null) throw new Error('no field');
	field.focus();
	field.setSelectionRange(field.value.length, field.value.length);
	return field;
}

/** Shows `text` as being composed, as an input method does. */
async function compose(text: string): Promise<void> {
	await cdp().send('Input.imeSetComposition', {
		text,
		selectionStart: text.length,
		selectionEnd: text.length
	});
}

async function commit(text: string): Promise<void> {
	await cdp().send('Input.insertText', { text });
}

function paste(field: HTMLTextAreaElement, data: string): 'refused' | 'taken' {
	const event = new InputEvent('beforeinput', {
		inputType: 'insertFromPaste',
		data,
		cancelable: true,
		bubbles: true
	});
	return field.dispatchEvent(event) ? 'taken' : 'refused';
}
