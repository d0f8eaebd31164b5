/** What people do in a random history, and what happens to their devices. Each step says in words what it did. */
import { addGoal } from '#lib/casedoc/goals.ts';
import { moveUp } from '#lib/casedoc/move.ts';
import { addNeed } from '#lib/casedoc/needs.ts';
import { removeRecord, restoreRecord } from '#lib/casedoc/remove.ts';
import { addStep, setStepState } from '#lib/casedoc/steps.ts';
import { allSteps } from '#lib/domain/plan.ts';
import { stepStates } from '#lib/domain/step.ts';
import { capabilities, planChannel, talkChannel, type Capability } from '#lib/roster/capability.ts';
import type { Case } from '#lib/session/case.ts';
import type { Browser, BrowserPage } from './browser.ts';
import type { CaseWorld } from './case-world.ts';

interface Acting {
	readonly world: CaseWorld;
	readonly browser: Browser;
	readonly page: BrowserPage;
	readonly opened: Case;
}

type Step = (acting: Acting) => Promise<string> | string;

/** `pausing`: people are paused and let back, too. */
export async function takeStep(world: CaseWorld, pausing: boolean): Promise<string> {
	const { dice } = world;
	const browser = dice.pick(world.browsers);
	const page = dice.pick(browser.pages);
	const opened = await world.within(page.device.open(world.document));
	const step = dice.pick(pausing ? withPauses : weighted);
	const tab = browser.pages.length > 1 ? `'s tab ${browser.pages.indexOf(page) + 1}` : '';
	return `${browser.name}${tab}: ${await step({ world, browser, page, opened })}`;
}

function edits({ world, page, opened }: Acting): string {
	if (!opened.mayEdit) return 'may not edit';
	const { dice } = world;
	const plan = opened.readPlan();
	const { at, by, newId } = opened.making();
	switch (dice.below(10)) {
		case 0:
			opened.edit((doc) => addGoal(doc, { at, by, newId, words: 'goal' }));
			return 'adds a goal';
		case 1:
			opened.edit((doc) => addNeed(doc, { at, by, newId, words: 'need' }));
			return 'adds a need';
		case 2: {
			const goal = plan.goals.length > 0 ? dice.pick(plan.goals).id : null;
			opened.edit((doc) => addStep(doc, { at, by, newId, goal, words: 'step' }));
			return 'adds a step';
		}
		case 3: {
			const steps = allSteps(plan);
			if (steps.length === 0) return 'has no step';
			const [{ id }, to] = [dice.pick(steps), dice.pick(stepStates)];
			opened.edit((doc) => setStepState(doc, id, to, { at, by, newId }));
			return `sets a step to ${to}`;
		}
		case 4:
			if (plan.needs.length > 0) opened.edit((doc) => moveUp(doc, 'need', dice.pick(plan.needs).id));
			return 'moves a need';
		case 5: {
			if (plan.goals.length === 0) return 'has no goal';
			const { id } = dice.pick(plan.goals);
			const removes = dice.below(3) > 0;
			opened.edit((doc) =>
				removes ? removeRecord(doc, 'goal', id, { at, by }) : restoreRecord(doc, 'goal', id)
			);
			return 'removes a goal';
		}
		case 6:
			world.deleteWord(opened);
			return 'deletes a word';
		default:
			world.type(opened, page);
			return `types ${world.words.at(-1)?.text ?? ''}`;
	}
}

function undoes({ world, page, opened }: Acting): string {
	world.undid.add(page);
	if (world.dice.below(2) === 0) opened.undo();
	else opened.redo();
	return 'undoes or redoes';
}

function says({ opened }: Acting): string {
	if (!opened.mayComment) return 'may not comment';
	const { newId, at } = opened.making();
	opened.say({ kind: 'comment', id: newId, at, about: { record: 'plan', id: 'plan' }, text: 'hello' });
	return 'says something';
}

function cuts({ browser }: Acting): string {
	browser.cable.setPlugged(!browser.cable.plugged);
	return browser.cable.plugged ? 'is back online' : 'is offline';
}

function crashes({ world }: Acting): string {
	const relay = world.dice.pick([...world.relays.values()]);
	relay.setOnline(!relay.online);
	return `sees a relay ${relay.online ? 'come back' : 'crash'}`;
}

async function reloads({ world, browser, page }: Acting): Promise<string> {
	if (world.dice.below(2) === 0) await world.advance(500);
	world.killPage(browser, page);
	await world.openPage(browser);
	return 'reloads';
}

async function tabs({ world, browser, page, opened }: Acting): Promise<string> {
	if (browser.pages.length > 1) {
		world.isOrphaned ||= opened.status.kind !== 'sent';
		world.killPage(browser, page);
		return 'closes a tab';
	}
	await world.openPage(browser);
	return 'opens a second tab';
}

async function packs({ world, opened }: Acting): Promise<string> {
	const name = world.dice.pick([planChannel, planChannel, talkChannel]);
	const packing = opened.document.channel(name).pack();
	if (world.dice.below(3) > 0) await world.within(packing);
	return `packs the ${name}`;
}

async function invites({ world, browser, opened }: Acting): Promise<string> {
	const [home] = world.relays.values();
	if (world.browsers.length >= 8) return 'has no chair left';
	if (!opened.mayManage || !browser.cable.plugged || !home?.online) return 'cannot invite now';
	const capability = world.dice.pick<Capability>(['view', 'comment', 'edit', 'edit', 'manage']);
	const name = `P${world.browsers.length}`;
	const link = await world.invite(opened, name, capability);
	return link && (await world.seat(name, link))
		? `seats ${name} to ${capability}`
		: `invites ${name} in vain`;
}

async function removes({ world, opened }: Acting): Promise<string> {
	const others = opened.people.filter(({ isMe }) => !isMe);
	if (!opened.mayManage || others.length === 0) return 'removes nobody';
	const { id, name } = world.dice.pick(others);
	world.touched.add(id);
	const stated = await world.within(opened.remove(id));
	return `removes ${name}: ${stated.kind}`;
}

async function allows({ world, opened }: Acting): Promise<string> {
	if (!opened.mayManage) return 'allows nothing';
	const { id, name } = world.dice.pick(opened.people);
	const capability = world.dice.pick(capabilities);
	world.touched.add(id);
	const stated = await world.within(opened.allow(id, capability));
	return `allows ${name} to ${capability}: ${stated.kind}`;
}

async function pauses({ world, opened }: Acting): Promise<string> {
	if (!opened.mayManage) return 'pauses nobody';
	const others = opened.people.filter(({ isMe }) => !isMe);
	if (others.length === 0) return 'pauses nobody';
	const { id, name, paused } = world.dice.pick(others);
	world.touched.add(id);
	const stated = await world.within(paused ? opened.allow(id, 'edit') : opened.pause(id));
	return `${paused ? 'lets back' : 'pauses'} ${name}: ${stated.kind}`;
}

function skews({ world, browser }: Acting): string {
	browser.skew = (world.dice.below(2001) - 1000) * world.dice.pick([1, 60, 86_400, 864_000]);
	return `has a clock that is wrong by ${browser.skew} ms`;
}

async function waits({ world }: Acting): Promise<string> {
	const ms = world.dice.pick([1000, 5000, 5000, 20_000, 100_000]);
	await world.advance(ms);
	return `waits ${ms} ms`;
}

const weighted: readonly Step[] = (
	[
		[edits, 24],
		[says, 4],
		[undoes, 3],
		[cuts, 4],
		[crashes, 2],
		[reloads, 4],
		[tabs, 3],
		[packs, 5],
		[invites, 4],
		[removes, 1],
		[allows, 1],
		[skews, 1],
		[waits, 3]
	] as const
).flatMap(([step, weight]) => new Array<Step>(weight).fill(step));

const withPauses: readonly Step[] = [...weighted, ...new Array<Step>(4).fill(pauses)];
