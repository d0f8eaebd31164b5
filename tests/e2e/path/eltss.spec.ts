import type { Locator, Page } from '@playwright/test';
import { eltss, type EltssPlan } from '../../fixtures/eltss.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, invite, join, startCase, tab, words } from './steps.ts';

const questions: Readonly<Record<EltssPlan['choices'][number]['question'], string>> = {
	setting: 'Did I choose where I live and where I get help?',
	alternatives: 'Which other places did we think about?',
	services: 'Did I choose the services and support I get?',
	'took-part': 'Did I take part in making this plan?',
	agrees: 'Do I agree with this plan?',
	providers: 'Did I choose who gives me the services and support?',
	informed: 'Was I told enough to choose?'
};

const nameOf = (key: string): string =>
	eltss.contacts.find((contact) => contact.key === key)?.name ?? eltss.client.name;
const needOf = (key: string): string => eltss.needs.find((need) => need.key === key)?.words ?? '';
const goalOf = (key: string): string => eltss.goals.find((goal) => goal.key === key)?.words ?? '';
const riskOf = (key: string): string => eltss.risks.find((risk) => risk.key === key)?.what ?? '';

test('a whole plan, eLTSS’s published example, is entered by hand and shown on another device', async ({
	openPerson
}) => {
	const [maya, ines] = await Promise.all([openPerson('Maya'), openPerson('Ines')]);
	await startCase(maya.page, eltss.client.name, 'Maya');
	const link = await invite(maya.page, 'Ines', 'Gives help', 'Read');
	await tab(maya.page, 'Plan');

	await enterPeople(maya.page);
	await enterNeeds(maya.page);
	await enterGoals(maya.page);
	await enterRisks(maya.page);
	await enterServices(maya.page);
	await enterCare(maya.page);
	await expectStatus(maya.page, words.sent);

	await join(ines.page, link, 'Ines');
	await expectShown(ines.page);
});

async function enterPeople(page: Page): Promise<void> {
	const client = section(page, 'How to reach me');
	await open(client);
	await fill(client, { Phone: eltss.client.phone, Address: eltss.client.address });
	await fill(client, { 'Good to know when you speak with me': eltss.client.note });
	for (const { name, relation, role, organisation, phone, address, note, emergency } of eltss.contacts) {
		const contact = await add(page, 'Add a person', name);
		await open(contact);
		await contact.getByLabel('What they are to the person').selectOption(relation);
		await fill(contact, {
			'What they do': role,
			'Where they work': organisation,
			Phone: phone,
			Address: address,
			Note: note
		});
		if (emergency) await contact.getByLabel('Call first when something happens').check();
		await close(contact);
	}
}

async function enterNeeds(page: Page): Promise<void> {
	for (const strength of eltss.strengths) await add(page, 'Add a strength', strength);
	for (const preference of eltss.preferences) await add(page, 'Add a wish', preference);
	for (const { words: what, area, state, because } of eltss.needs) {
		const need = await add(page, 'Add a need', what);
		await open(need);
		await need.getByLabel('Is it still needed?').selectOption(state);
		await need.getByLabel('Part of life').selectOption(area);
		if (because) await need.getByLabel('Comes from another need').selectOption({ label: needOf(because) });
		await close(need);
	}
}

async function enterGoals(page: Page): Promise<void> {
	for (const { words: what, state, steps } of eltss.goals) {
		const goal = await add(page, 'Add a goal', what);
		await goal.getByLabel('How the goal stands').selectOption(state);
		for (const { words: todo, note, owner, state: stands } of steps) {
			const step = await add(page, 'Add a step', todo, goal);
			await open(step);
			await step.getByLabel('Who does it').selectOption({ label: nameOf(owner) });
			await step.getByLabel('How it stands').selectOption(stands);
			await fill(step, { Note: note });
			await close(step);
		}
	}
}

async function enterRisks(page: Page): Promise<void> {
	for (const { what, about, mitigation } of eltss.risks) {
		const risk = await add(page, 'Add a risk', what);
		await open(risk);
		await risk.getByLabel('Who could be harmed').selectOption(about);
		await fill(risk, { 'What we do so that it does not happen': mitigation });
		await close(risk);
	}
	for (const { event, response } of eltss.emergencies)
		await fill(await add(page, 'Add a backup', event), { 'What we do then': response });
}

async function enterServices(page: Page): Promise<void> {
	for (const given of eltss.services) {
		const service = await add(page, 'Add a service or support', given.what);
		await service.getByLabel('How the service stands').selectOption(given.state);
		await open(service);
		const pick = (label: string) => service.getByLabel(label, { exact: true });
		await pick('Who gives it').selectOption({ label: nameOf(given.provider) });
		await pick('How much').fill(String(given.amount));
		await pick('Counted in').selectOption(given.unit);
		await pick('How often').selectOption(given.interval);
		await fill(service, {
			'Counted in, in words': given.unitWords,
			Where: given.place,
			'Who pays': given.funding,
			Note: given.comment,
			From: given.from,
			To: given.to
		});
		if (given.selfDirected) await service.getByLabel('Does the person direct it').selectOption('yes');
		for (const purpose of [
			...(given.needs ?? []).map(needOf),
			...(given.goals ?? []).map(goalOf),
			...(given.risks ?? []).map(riskOf)
		])
			await service.getByRole('checkbox', { name: purpose, exact: true }).check();
		await close(service);
	}
}

async function enterCare(page: Page): Promise<void> {
	for (const { question, answer, words: said } of eltss.choices) {
		const asked = section(page, 'My choices').getByRole('listitem').filter({ hasText: questions[question] });
		if (answer)
			await asked.getByRole('radio', { name: answer === 'yes' ? 'Yes' : 'No', exact: true }).check();
		if (said) await fill(asked, { [questions[question]]: said });
	}
	const care = section(page, 'Looking after the plan');
	await open(care);
	await care.getByLabel('Who wrote it with the person').selectOption({ label: nameOf(eltss.planner) });
	await care.getByLabel('Who watches over it').selectOption({ label: nameOf(eltss.watcher) });
	await fill(care, {
		'The plan holds from': eltss.period.from,
		'The plan holds until': eltss.period.to
	});
	await close(care);
}

async function expectShown(page: Page): Promise<void> {
	await contains(section(page, 'How to reach me'), Object.values(eltss.client));
	for (const { name, role, organisation, phone, address, note } of eltss.contacts)
		await contains(card(page, 'People in the plan', name), [role, organisation, phone, address, note]);
	await contains(section(page, 'Strengths'), eltss.strengths);
	await contains(section(page, 'How I like things done'), eltss.preferences);
	await contains(
		section(page, 'Needs'),
		eltss.needs.flatMap(({ words: what, because }) => [what, because && `comes from: ${needOf(because)}`])
	);
	await contains(section(page, 'Needs'), [
		'Getting around',
		'Understanding health',
		'Mind and mood',
		'Body and movement'
	]);
	for (const { words: what, steps } of eltss.goals)
		await contains(card(page, 'Goals', what), [
			'Agreed',
			...steps.flatMap((step) => [step.words, step.note, nameOf(step.owner)])
		]);
	for (const { what, mitigation } of eltss.risks) await contains(card(page, 'Risks', what), [mitigation]);
	for (const { event, response } of eltss.emergencies)
		await contains(card(page, 'When help cannot come', event), [response]);
	for (const service of eltss.services)
		await contains(card(page, 'Services and support', service.what), [
			nameOf(service.provider),
			service.place,
			service.funding,
			service.comment,
			'Going on',
			...(service.needs ?? []).map(needOf),
			...(service.goals ?? []).map(goalOf),
			...(service.risks ?? []).map(riskOf)
		]);
	await contains(section(page, 'Services and support'), [
		'1 installation once',
		'2 trips a month',
		'1 visit a week',
		'directed by the person',
		'1 July 2020 to 31 December 2020'
	]);
	await contains(section(page, 'My choices'), ['An assisted living facility']);
	await expect(section(page, 'My choices').getByText('Yes', { exact: true })).toHaveCount(6);
	await contains(section(page, 'Looking after the plan'), [
		nameOf(eltss.planner),
		nameOf(eltss.watcher),
		'1 May 2020 to 31 December 2020'
	]);
}

function section(page: Page, title: string): Locator {
	return page.getByRole('region', { name: title, exact: true });
}

function card(page: Page, title: string, name: string): Locator {
	return section(page, title).getByRole('article', { name, exact: true });
}

async function contains(part: Locator, texts: readonly (string | undefined)[]): Promise<void> {
	for (const text of texts) if (text) await expect(part).toContainText(text);
}

/** Adds a record, writes its first words, and gives the place in its list where it stands. */
async function add(
	page: Page,
	button: string,
	text: string,
	within: Locator = page.getByRole('main')
): Promise<Locator> {
	await within.getByRole('button', { name: button, exact: true }).first().click();
	const first = page.locator('textarea:focus');
	await expect(first).toHaveValue('');
	await first.fill(text);
	const id = await first.evaluate((element) => element.closest('[data-record]')?.id);
	return page.locator(`[id="${id}"]`);
}

/** Opens the fields that stand behind what is said of a thing. */
async function open(thing: Locator): Promise<void> {
	await thing.locator('button[aria-expanded="false"]:not([aria-haspopup])').first().click();
}

async function close(thing: Locator): Promise<void> {
	await thing.getByRole('button', { name: /^Close: / }).click();
}

async function fill(thing: Locator, texts: Readonly<Record<string, string | undefined>>): Promise<void> {
	for (const [label, text] of Object.entries(texts))
		if (text) await thing.getByLabel(label, { exact: true }).fill(text);
}
