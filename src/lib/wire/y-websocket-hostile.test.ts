import * as Y from 'yjs';
import { systemClock } from '#lib/clock.ts';
import { PlainRelay } from '../../../tests/relays/plain-y-websocket.ts';
import { describeUnderAttack } from './hostile.contract.ts';
import { yWebsocketLinks } from './y-websocket.ts';

describeUnderAttack('y-websocket', async () => {
	let relay = await PlainRelay.start();
	const { address } = relay;
	const room = (log: string) => relay.room(`/${log}`);
	return {
		open: yWebsocketLinks({ clock: systemClock, WebSocket })(address),
		held: (log) => Y.decodeStateVector(Y.encodeStateVector(room(log).doc)),
		plant: (log, update) => Y.applyUpdate(room(log).doc, update),
		shout: (log, update) => room(log).shout(update),
		babble: (log, message) => room(log).babble(message),
		async loseAll() {
			await relay.stop();
			relay = await PlainRelay.start(Number(new URL(address).port));
		},
		stop: () => relay.stop()
	};
});
