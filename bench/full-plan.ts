import { chromium, type Page } from 'playwright';
import { addGoal } from '#lib/casedoc/goals.ts';
import { addStep } from '#lib/casedoc/steps.ts';
import { chromiumLaunch } from '../scripts/chromium.ts';
import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { openRelayDevice } from '../tests/simulation/relay-device.ts';
import { figure, quantile, type Figures } from './figure.ts';
import { until } from './people.ts';

const goals = 50;
const stepsEach = 6;
/** Milliseconds from an edit's event to its paint. "Plain" is the budget. */
const limit = 50;
/** Milliseconds between edits: a fast typist's. */
const pause = 100;

/** Edits by hand in a plan of 50 goals and 300 steps, in the built app: typing, ticking, adding. */
export async function fullPlan(relay: RunningServer, edits: number): Promise<Figures> {
	const ada = await openRelayDevice(relay.url);
	const link = await inviteToFullPlan(ada, relay.url);
	const browser = await chromium.launch(chromiumLaunch());
	try {
		const page = await browser.newPage();
		await page.goto(link);
		await page.getByLabel('Your name').fill('Ben');
		await page.getByRole('button', { name: 'Join', exact: true }).click();
		await page.waitForURL(/\/case\//);
		await page.getByRole('link', { name: 'Plan', exact: true }).click();
		await page
			.getByRole('article')
			.nth(goals - 1)
			.waitFor();
		const typing = await paintTimes(page, 'keydown', async () => {
			await page.getByLabel('Goal, in my own words').nth(20).click();
			for (let i = 0; i < edits; i++) {
				await page.keyboard.press('a');
				await page.waitForTimeout(pause);
			}
		});
		const ticking = await paintTimes(page, 'click', async () => {
			const boxes = page.getByRole('checkbox', { name: /^Done/ });
			for (let i = 0; i < edits; i++) {
				await boxes.nth(i * 5).click();
				await page.waitForTimeout(pause);
			}
		});
		return {
			'typing in a full plan to painted, p95': figure(quantile(typing, 0.95), limit, 'ms', 1),
			'ticking a step in a full plan to painted, p95': figure(quantile(ticking, 0.95), limit, 'ms', 1)
		};
	} finally {
		await browser.close();
		await ada.close();
	}
}

async function inviteToFullPlan(
	ada: Awaited<ReturnType<typeof openRelayDevice>>,
	base: string
): Promise<string> {
	const id = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const opened = await ada.open(id);
	opened.edit((plan) => {
		for (let g = 0; g < goals; g++) {
			const goal = opened.making();
			addGoal(plan, { ...goal, words: `Goal ${g}`, why: 'Because I want to. '.repeat(5) });
			for (let s = 0; s < stepsEach; s++) {
				const step = opened.making();
				addStep(plan, { ...step, goal: goal.newId, words: `Step ${s} of goal ${g}` });
			}
		}
	});
	const offer = { name: 'Ben', relation: 'client', capability: 'edit', expiry: 0 } as const;
	const invited = await opened.invite(offer, base);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await until(() => opened.status.kind === 'sent');
	return invited.link;
}

/** From each event of this kind to the frame that shows what it did. */
async function paintTimes(page: Page, event: string, act: () => Promise<void>): Promise<number[]> {
	await page.evaluate((kind) => {
		const times: number[] = [];
		Object.assign(globalThis, { paintTimes: times });
		addEventListener(
			kind,
			({ timeStamp }) => {
				// The task behind the frame in which the change is drawn.
				requestAnimationFrame(() => {
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => times.push(performance.now() - timeStamp);
					port2.postMessage(null);
				});
			},
			{ capture: true }
		);
	}, event);
	await act();
	return page.evaluate('paintTimes');
}
