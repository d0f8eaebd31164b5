/**
 * People who share a browser take turns: whoever opens theirs locks what another had left open, in all tabs. Were each tab on its own, one
 * person's case would lie behind another's, open, one tap away.
 */
import type { Locking } from './locking.ts';

type TurnChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>;

export function takeTurn(person: string, locking: Locking | null, channel: TurnChannel | null): void {
	channel?.postMessage(person);
	if (!locking) return channel?.close();
	channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
		if (data !== person) void locking.lockNow();
	});
	locking.onLocked(() => channel?.close());
}
