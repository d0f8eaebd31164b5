import { systemClock } from '#lib/clock.ts';
import { describeLink } from './link.contract.ts';
import { tabLinks } from './tabs.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describeLink('the tabs of one browser', async () => ({
	device: () => tabLinks((name) => new BroadcastChannel(name), systemClock, random),
	cut: null,
	join: async () => undefined,
	acknowledges: false,
	close: async () => undefined
}));
