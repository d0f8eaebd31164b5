import { systemClock } from '#lib/clock.ts';
import { startBelievingRelay } from '../../../tests/relays/believing-hocuspocus.ts';
import { hocuspocusLinks } from './hocuspocus.ts';
import { describeUnderAttack } from './hostile.contract.ts';

describeUnderAttack('Hocuspocus', async () => {
	const relay = await startBelievingRelay();
	const linkTo = hocuspocusLinks({ clock: systemClock, WebSocket, fetch: (url, init) => fetch(url, init) });
	return { ...relay, open: linkTo(relay.address) };
});
