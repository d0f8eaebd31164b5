import type { Clock } from '#lib/clock.ts';
import type { OpenLedger } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { Stretch } from '#lib/vault/passphrase.ts';
import type { OpenLink } from '#lib/wire/link.ts';
import type { Locks } from './locks.ts';
import type { Packing } from './packing.ts';

/** Everything outside that a session needs, injected: browsers and tests differ only here. */
export interface Platform {
	readonly clock: Clock;
	readonly random: Random;
	/** Undefined in an insecure context. */
	readonly subtle: SubtleCrypto | undefined;
	readonly verify: Verify;
	readonly locks: Locks;
	readonly outbox: Outbox;
	readonly openLedger: OpenLedger;
	/** Deletes everything of one sealed log from this device's storage. */
	readonly wipeLedger: (log: string) => Promise<void>;
	readonly packing: Packing;
	/** The link to a relay's origin. */
	readonly linkTo: (address: string) => OpenLink;
	/** The link to this browser's other tabs, where there can be any. */
	readonly tabs: OpenLink | null;
	/** Slow on purpose, so that words which two people compare cannot be guessed towards. */
	readonly stretch: Stretch;
	/** Lets the browser paint and answer between slices of long work. */
	readonly breathe: () => Promise<void>;
}
