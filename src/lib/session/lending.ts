/**
 * Pages of one person open together: one that was unlocked hands its vault's key to those that are locked, and to one that is opened
 * later. Script can use that key and not read it out, and it goes through this browser only. A page that was locked asks for nothing: it
 * waits until somebody has unlocked another. One that is about to lock, or should have, lends nothing.
 */
import type { LentKey } from '#lib/vault/vault-indexeddb.ts';
import type { Locking } from './locking.ts';

export type LendingChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>;

type Told = { readonly kind: 'asked' } | { readonly kind: 'lent'; readonly lent: LentKey };

/** `proven`: somebody has just shown that it is them. */
export function lendKey(locking: Locking, channel: LendingChannel | null, proven: boolean): void {
	if (!channel) return;
	const lend = async () => {
		const lent = await locking.lock.lend();
		if (lent && !locking.busy && !locking.notLocked)
			channel.postMessage({ kind: 'lent', lent } satisfies Told);
	};
	channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
		if (kindOf(data) === 'asked') void lend();
	});
	locking.onLocked(() => channel.close());
	if (proven) void lend();
}

/** The answer stops listening. */
export function borrowKey(
	channel: LendingChannel | null,
	{ asks, take }: { readonly asks: boolean; readonly take: (lent: LentKey) => Promise<void> }
): () => void {
	channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
		const { kind, lent } = (data ?? {}) as { kind?: unknown; lent?: { key?: unknown; id?: unknown } };
		if (kind !== 'lent' || !(lent?.key instanceof CryptoKey)) return;
		void take({ key: lent.key, id: lent.id instanceof Uint8Array ? lent.id : null });
	});
	if (asks) channel?.postMessage({ kind: 'asked' } satisfies Told);
	return () => channel?.close();
}

function kindOf(data: unknown): unknown {
	return ((data ?? {}) as { kind?: unknown }).kind;
}
