import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { memberId } from '#lib/seal/frame-bytes.ts';
import { writeSeat } from '#lib/session/seats.ts';
import { openTable } from '../../../../tests/simulation/page-device.ts';
import { Device } from '#lib/session/device.ts';
import LostNotices from './LostNotices.svelte';

const ben = memberId(new Uint8Array(32).fill(2));

test('words that could not be kept stand there to be copied, until they are put away for good', async () => {
	const { inviter, opened, document } = await openTable();
	const seat = inviter.seat(document);
	if (!seat) throw new Error('they have a seat');
	const of = { by: ben, name: 'Ben', channel: planChannel, client: 7 };
	const lost = [
		{ ...of, id: 'one', seq: 3, text: 'walk the dog' },
		{ ...of, id: 'two', seq: 4, text: 'feed the cat' },
		{ id: 'three', by: opened.me, name: 'Maya', channel: talkChannel, client: 8, seq: 0, text: 'what I said' }
	];
	await writeSeat(inviter.vault, { ...seat, lost });
	const again = await Device.open({
		platform: inviter.platform,
		vault: inviter.vault,
		home: location.origin
	});
	if (again.kind !== 'device') throw new Error(again.kind);
	await render(LostNotices, { device: again.device, opened });

	const notice = page
		.getByRole('status')
		.filter({ hasText: 'Words by Ben that could not be kept in the plan' });
	await expect.element(notice.getByLabelText('The words')).toHaveValue('walk the dog\n\nfeed the cat');
	await expect.element(notice.getByRole('button', { name: 'Copy' })).toBeVisible();
	await expect.element(page.getByText('Your words that could not be kept in the talk')).toBeVisible();
	await notice.getByRole('button', { name: 'Put away' }).click();
	await expect.element(notice).not.toBeInTheDocument();
	await expect.element(page.getByText('Your words that could not be kept in the talk')).toBeVisible();
	expect(again.device.seat(document)?.lost.map(({ text }) => text)).toEqual(['', '', 'what I said']);
});
