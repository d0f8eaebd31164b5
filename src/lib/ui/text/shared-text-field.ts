import {
	isEmptySplice,
	rebaseIndex,
	spliceBetween,
	type Delta,
	type Splice
} from '#lib/casedoc/text-splice.ts';
import { grow } from '../form/grow.ts';
import { Pending } from './pending.ts';
import type { SharedTextPort } from './shared-text-port.ts';

/** UTF-16 units in one field. */
export const TEXT_LIMIT = 200_000;

export interface SharedTextOptions {
	readonly limit?: number;
	/** No line breaks: pasted ones become spaces. */
	readonly singleLine?: boolean;
	/** What was to be put in is too long: the field stays as it was. */
	readonly onTooLong?: () => void;
	/** Something was typed that fits. */
	readonly onTyped?: () => void;
	readonly onUndo?: (() => void) | undefined;
	readonly onRedo?: (() => void) | undefined;
}

/**
 * Binds a textarea to a shared text. What is typed goes to the shared text at once, also while an input method
 * composes (phones compose nearly every word); what others type is shown at once, except while composing: then the
 * element is left alone until the composition ends, because touching it would end or double it.
 */
export class SharedTextField {
	#element: HTMLTextAreaElement;
	#port: SharedTextPort;
	#options: SharedTextOptions;
	#shown = '';
	#pending = new Pending();
	#composing = false;
	#writing = false;
	#leave: () => void;

	constructor(element: HTMLTextAreaElement, port: SharedTextPort, options: SharedTextOptions = {}) {
		this.#element = element;
		this.#port = port;
		this.#options = options;
		this.#show(plainLines(port.read()));
		this.#leave = this.#listen();
	}

	destroy(): void {
		this.#leave();
	}

	#listen(): () => void {
		const stop = new AbortController();
		const on = <K extends keyof HTMLElementEventMap>(
			type: K,
			run: (event: HTMLElementEventMap[K]) => void
		): void => this.#element.addEventListener(type, run as EventListener, { signal: stop.signal });
		on('beforeinput', (event) => this.#beforeInput(event));
		on('input', () => this.#typed());
		on('compositionstart', () => (this.#composing = true));
		on('compositionend', () => this.#composed());
		on('keydown', (event) => this.#key(event));
		const unobserve = this.#port.observe((delta) => this.#changed(delta));
		return () => {
			stop.abort();
			unobserve();
		};
	}

	#beforeInput(event: InputEvent): void {
		if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
			event.preventDefault();
			(event.inputType === 'historyUndo' ? this.#options.onUndo : this.#options.onRedo)?.();
			return;
		}
		if (
			this.#options.singleLine &&
			(event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph')
		) {
			event.preventDefault();
			return;
		}
		const { selectionStart, selectionEnd } = this.#element;
		const left = this.#shown.length - (selectionEnd - selectionStart);
		if (
			!event.isComposing &&
			(event.data?.length ?? 0) > 0 &&
			left + (event.data?.length ?? 0) > this.#limit
		) {
			event.preventDefault();
			this.#options.onTooLong?.();
		}
	}

	#key(event: KeyboardEvent): void {
		if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey)) return;
		const key = event.key.toLowerCase();
		const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey);
		if (key !== 'z' && !redo) return;
		// The browser's own undo knows nothing of what others typed. The page's undo may not run a second time.
		event.preventDefault();
		event.stopPropagation();
		(redo ? this.#options.onRedo : this.#options.onUndo)?.();
	}

	#typed(): void {
		const { value, selectionEnd } = this.#element;
		let own = spliceBetween(this.#shown, value, selectionEnd);
		if (isEmptySplice(own)) return;
		if (!this.#composing && value.length > this.#limit && value.length > this.#shown.length) {
			this.#show(this.#shown, own.index);
			this.#options.onTooLong?.();
			return;
		}
		if (this.#options.singleLine && own.insert.includes('\n')) {
			own = { ...own, insert: own.insert.replace(/\s*\n\s*/g, ' ') };
			this.#show(
				this.#shown.slice(0, own.index) + own.insert + this.#shown.slice(own.index + own.remove),
				caretOf(own)
			);
		} else this.#shown = value;
		this.#write(this.#pending.step(own));
		if (!this.#composing) this.#meet();
		this.#options.onTyped?.();
	}

	#composed(): void {
		// Some browsers fire the last `input` only after this: take what stands there now; that later one finds no change.
		this.#typed();
		this.#composing = false;
		this.#meet();
	}

	#changed(delta: Delta): void {
		if (this.#writing) return;
		if (this.#composing) this.#pending.add(delta);
		else this.#follow(delta);
	}

	/** Shows what others (or undo) changed; caret and selection stay with the words they stood at. */
	#follow(delta: Delta): void {
		const text = plainLines(this.#port.read());
		const told =
			lengthAfter(this.#shown, delta) === text.length ? delta : deltaOf(spliceBetween(this.#shown, text, 0));
		const { selectionStart, selectionEnd } = this.#element;
		this.#show(text, rebaseIndex(selectionStart, told, 'before'), rebaseIndex(selectionEnd, told, 'before'));
	}

	/** After an own change: if the shared text is not what the field shows, show it. */
	#meet(): void {
		const text = plainLines(this.#port.read());
		const { selectionStart, selectionEnd } = this.#element;
		const [start, end] = [this.#pending.index(selectionStart), this.#pending.index(selectionEnd)];
		this.#pending = new Pending();
		if (text !== this.#shown || this.#element.value !== text) this.#show(text, start, end);
	}

	#write(splices: readonly Splice[]): void {
		this.#writing = true;
		try {
			this.#straighten();
			for (const { index, remove, insert } of splices) this.#port.splice(index, remove, insert);
		} finally {
			this.#writing = false;
		}
	}

	/** A textarea knows only \n. A text with \r from elsewhere is put right before its first own change here. */
	#straighten(): void {
		const text = this.#port.read();
		if (!text.includes('\r')) return;
		for (const found of [...text.matchAll(/\r\n?/g)].reverse())
			this.#port.splice(found.index, found[0].length, '\n');
	}

	#show(text: string, start?: number, end = start): void {
		const { selectionDirection, scrollTop } = this.#element;
		this.#shown = text;
		this.#element.value = text;
		const root = this.#element.getRootNode() as Document | ShadowRoot;
		// Setting a selection moves the focus in some browsers: only where the focus is already.
		if (start !== undefined && end !== undefined && root.activeElement === this.#element) {
			this.#element.setSelectionRange(start, end, selectionDirection);
			this.#element.scrollTop = scrollTop;
		}
		grow(this.#element);
	}

	get #limit(): number {
		return this.#options.limit ?? TEXT_LIMIT;
	}
}

function plainLines(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function caretOf(splice: Splice): number {
	return splice.index + splice.insert.length;
}

function lengthAfter(text: string, delta: Delta): number {
	return delta.reduce(
		(length, op) => length + (typeof op.insert === 'string' ? op.insert.length : 0) - (op.delete ?? 0),
		text.length
	);
}

function deltaOf({ index, remove, insert }: Splice): Delta {
	return [
		...(index > 0 ? [{ retain: index }] : []),
		...(remove > 0 ? [{ delete: remove }] : []),
		...(insert !== '' ? [{ insert }] : [])
	];
}
