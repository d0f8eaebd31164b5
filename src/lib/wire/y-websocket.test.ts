import { systemClock } from '#lib/clock.ts';
import { PlainRelay } from '../../../tests/relays/plain-y-websocket.ts';
import { describeLink } from './link.contract.ts';
import { yWebsocketLinks } from './y-websocket.ts';

describeLink('a plain y-websocket relay', async () => {
	let relay = await PlainRelay.start();
	const { address } = relay;
	const port = Number(new URL(address).port);
	return {
		device: () => yWebsocketLinks({ clock: systemClock, WebSocket })(address),
		cut: () => relay.stop(),
		async join() {
			relay = await PlainRelay.start(port).catch(() => relay);
		},
		acknowledges: true,
		close: () => relay.stop()
	};
});
