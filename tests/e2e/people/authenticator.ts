import type { Page } from '@playwright/test';

/** A key on a ring, or the device's own lock, without anybody to press it. */
export async function authenticator(page: Page, { hasPrf = true, isUserVerified = true } = {}) {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified,
			hasPrf
		}
	});
	return {
		remove: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
		/** False: nobody presses it. */
		answers: (enabled: boolean) =>
			devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
	};
}
