import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { expect, type Page } from '@playwright/test';

/** Of a page in light, and again in dark: there nothing but colours differs. */
const rules: Readonly<Record<'light' | 'dark', RunOptions['runOnly']>> = {
	light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
	dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
};

/** axe finds nothing on the page as it stands, narrow and wide, in light and in dark, and nothing runs out of a narrow window. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	const found: string[] = [];
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	for (const width of [320, 1280]) {
		await page.setViewportSize({ width, height: 800 });
		// Elsewhere a button may just be sliding under the bar that stays at the top, which axe takes for too small.
		await page.evaluate(() => scrollTo(0, 0));
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			for (const { id, nodes } of await violations(page, rules[colorScheme]))
				for (const { html, failureSummary } of nodes)
					found.push(`${width} ${colorScheme} ${id}: ${html.slice(0, 240)}\n${failureSummary ?? ''}`);
		}
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (over > 0) found.push(`${width}: ${over} px wider than the window`);
	}
	expect.soft(found, `${name}: what axe finds`).toEqual([]);
}

/** What axe finds once the colours that were asked for are the ones that stand there. */
function violations(page: Page, runOnly: RunOptions['runOnly']): Promise<AxeResults['violations']> {
	return page.evaluate(
		async (options) => {
			const still = new CSSStyleSheet();
			still.replaceSync('*, ::before, ::after, ::backdrop { transition: none !important }');
			document.adoptedStyleSheets.push(still);
			for (const animation of document.getAnimations()) {
				// One that never ends on its own cannot be brought to its end.
				if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
			}
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			const here = window as unknown as { readonly axe: typeof axe };
			const { violations: found } = await here.axe.run(document, options);
			document.adoptedStyleSheets.pop();
			return found;
		},
		{ ...(runOnly ? { runOnly } : {}), resultTypes: ['violations'] } satisfies RunOptions
	);
}
