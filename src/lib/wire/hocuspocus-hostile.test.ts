import { systemClock } from '#lib/clock.ts';
import { startBelievingRelay } from '../../../tests/relays/believing-hocuspocus.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { describeUnderAttack } from './hostile.contract.ts';

describeUnderAttack('Hocuspocus', async () => {
	const relay = await startBelievingRelay();
	const network = {
		clock: systemClock,
		WebSocket,
		fetch: (url: string, init?: RequestInit) => fetch(url, init)
	};
	// Each end is a page of its own, with a socket of its own.
	return { ...relay, open: (options) => hocuspocusLinks(network)(relay.address)(options) };
});
