import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules that look at colours: nothing else on a page differs between light and dark. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** axe finds nothing on the page as it stands, narrow and wide, in light and in dark, and nothing runs out of a narrow window. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	const found: string[] = [];
	for (const width of [320, 1280]) {
		await page.setViewportSize({ width, height: 800 });
		// Elsewhere a button may just be sliding under the bar that stays at the top, which axe takes for too small.
		await page.evaluate(() => scrollTo(0, 0));
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await settled(page);
			// No page of ours has frames, which alone need the slow way: a new page for each run.
			const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
			const { violations } = await (
				colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(colourRules)
			).analyze();
			for (const { id, nodes } of violations)
				for (const { html, failureSummary } of nodes)
					found.push(`${width} ${colorScheme} ${id}: ${html.slice(0, 240)}\n${failureSummary ?? ''}`);
		}
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (over > 0) found.push(`${width}: ${over} px wider than the window`);
	}
	expect.soft(found, `${name}: what axe finds`).toEqual([]);
}

/** Waits until the colours that were asked for are the ones that stand there. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		for (const animation of document.getAnimations()) {
			// One that never ends on its own cannot be brought to its end.
			if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
		}
	});
}
