import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, invite, join, startCase, words } from '../path/steps.ts';

const dayLong = 24 * 60 * 60 * 1000;

test('whether an invitation is over goes by the relay’s clock, not by that of a phone that is days ahead', async ({
	openPerson
}) => {
	const server = await startServer();
	const options = { baseURL: server.url };
	const [maya, luca, ines] = await Promise.all(
		['Maya', 'Luca', 'Ines'].map((name) => openPerson(name, options))
	);
	if (!maya || !luca || !ines) throw new Error('nobody is here');
	await startCase(maya.page);
	const [forLuca, forInes] = [await invite(maya.page, 'Luca'), await invite(maya.page, 'Ines')];
	await luca.page.clock.install({ time: Date.now() + 9 * dayLong });
	await join(luca.page, forLuca, 'Luca');
	await expectStatus(luca.page, words.sent);

	await server.later(9 * dayLong);
	await ines.page.goto(forInes);
	await expect(ines.page.getByRole('heading', { name: /or its time is over$/ })).toBeVisible();
	await server.dispose();
});
