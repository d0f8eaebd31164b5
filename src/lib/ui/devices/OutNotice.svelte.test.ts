import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { PageHome, until } from '../../../../tests/simulation/page-home.ts';
import OutNotice from './OutNotice.svelte';

test('a device that was removed from another one says so, and leads to where it is wiped', async () => {
	const home = new PageHome();
	const [laptop, phone] = [await home.open(), await home.open()];
	await home.link(laptop, phone, 'Phone');
	await render(OutNotice, { device: phone });
	const notice = page.getByRole('status');
	expect(notice.elements()).toEqual([]);

	const lost = laptop.home?.devices.find(({ name }) => name === 'Phone');
	if (!lost) throw new Error('no phone');
	await laptop.keeping.removeDevice(lost.id);
	await until(phone, () => phone.home?.isOut === true);
	await expect.element(notice).toHaveTextContent('This device was removed from your devices');
	await expect
		.element(page.getByRole('link', { name: 'Wipe this device' }))
		.toHaveAttribute('href', expect.stringMatching(/\/safe#wipe$/));
});
