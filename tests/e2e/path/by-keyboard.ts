import { expect, type Page } from '@playwright/test';

interface Focused {
	readonly name: string;
	readonly tag: string;
	/** It lies in the window, nothing covers it, and it looks otherwise than without the focus. */
	readonly seen: boolean;
}

/** Presses Tab until a control of this name has the focus; on the way, the focus must always be seen. */
export async function tabTo(page: Page, name: RegExp, tag?: string): Promise<void> {
	const passed: string[] = [];
	for (let presses = 0; presses < 120; presses++) {
		await page.keyboard.press('Tab');
		const at = await focused(page);
		expect(at, `the focus is seen, after ${passed.slice(-3).join(', ')}`).toMatchObject({ seen: true });
		if (name.test(at.name) && (tag === undefined || at.tag === tag)) return;
		passed.push(at.name);
	}
	throw new Error(`No control called ${name} was met: ${passed.join(' | ')}`);
}

/** Where the focus is, after the page has been painted. */
export function focused(page: Page): Promise<Focused> {
	return page.evaluate(async () => {
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		const element = document.activeElement;
		if (!(element instanceof HTMLElement) || element === document.body)
			return { name: '', tag: 'BODY', seen: true };
		const labels =
			element instanceof HTMLInputElement ||
			element instanceof HTMLTextAreaElement ||
			element instanceof HTMLSelectElement
				? element.labels
				: null;
		const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent;
		const box = (labels?.[0]?.contains(element) ? labels[0] : element).getBoundingClientRect();
		const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
		const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 40), 0), innerHeight - 1);
		const top = document.elementFromPoint(x, y);
		const uncovered =
			top !== null &&
			(element.contains(top) ||
				top.contains(element) ||
				[...(labels ?? [])].some((label) => label.contains(top)));
		const inWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
		const marked = [element, ...(labels ?? [])].some((one) => {
			const { outlineStyle, boxShadow } = getComputedStyle(one);
			return outlineStyle !== 'none' || boxShadow !== 'none';
		});
		return {
			name: name.trim().replaceAll(/\s+/g, ' '),
			tag: element.tagName,
			seen: uncovered && inWindow && marked
		};
	});
}
