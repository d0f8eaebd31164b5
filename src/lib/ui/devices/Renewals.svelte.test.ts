import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { PageHome, until } from '../../../../tests/simulation/page-home.ts';
import Renewals from './Renewals.svelte';

test('after a device was lost it shows which cases wait for new keys, and goes when none does', async () => {
	const home = new PageHome();
	const [laptop, phone] = [await home.open(), await home.open()];
	await home.link(laptop, phone, 'Phone');
	await laptop.startCase({ clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' });
	await laptop.keeping.settled();
	await render(Renewals, { device: laptop });
	const section = page.getByRole('region', { name: 'New keys for your cases' });
	expect(section.elements()).toEqual([]);

	const lost = laptop.home?.devices.find(({ name }) => name === 'Phone');
	if (!lost) throw new Error('no phone');
	await laptop.keeping.removeDevice(lost.id);
	await expect.element(section).toHaveTextContent('0 of 1');
	await expect
		.element(page.getByRole('list', { name: 'Cases that are left' }))
		.toHaveTextContent(/Rosa.*Its turn is next/);

	await home.clock.advance(3_000);
	await until(laptop, () => laptop.renewing.left.length === 0);
	await expect.element(section).not.toBeInTheDocument();
});
