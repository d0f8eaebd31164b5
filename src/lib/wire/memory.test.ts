import { systemClock } from '#lib/clock.ts';
import { describeLink } from './link.contract.ts';
import { MemoryRelay } from './memory.ts';

describeLink('a memory relay', async () => {
	const relay = new MemoryRelay(systemClock);
	return {
		device: () => relay.open,
		cut: async () => relay.setOnline(false),
		join: async () => relay.setOnline(true),
		acknowledges: true,
		close: async () => undefined
	};
});
