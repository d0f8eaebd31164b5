import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import type { Platform } from '#lib/session/platform.ts';
import type { Link } from '#lib/wire/link.ts';
import type { Storage } from '../simulation/person.ts';

/** Somebody at an attacked table, with a real device. */
export interface Person {
	readonly name: string;
	device: Device;
	platform: Platform;
	readonly storage: Storage;
	opened: Case;
	/** Those that are open in the page. */
	links: ReadonlySet<Link>;
	/** Its page has ended without a word. */
	ended(): boolean;
	kill(): void;
}
