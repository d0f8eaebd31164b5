import { planChannel } from '#lib/roster/capability.ts';
import { memberId, type ChannelName, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { OpenLink } from '#lib/wire/link.ts';

/** Between one person and the relay: keeps what some member writes in a channel from them, for as long as it is on. */
export class Withholding {
	readonly #channel: ChannelName;
	#from: MemberId | null = null;
	#kept: (() => void)[] = [];

	constructor(channel = planChannel) {
		this.#channel = channel;
	}

	begin(from: MemberId): void {
		this.#from = from;
	}

	end(): void {
		this.#from = null;
		for (const bring of this.#kept.splice(0)) bring();
	}

	readonly through =
		(open: OpenLink): OpenLink =>
		(options) =>
			open({
				...options,
				events: {
					...options.events,
					arrived: (place, frames) => {
						const held = frames.filter(
							({ author }) => place.channel === this.#channel && memberId(author) === this.#from
						);
						if (held.length > 0) this.#kept.push(() => options.events.arrived(place, held));
						options.events.arrived(
							place,
							frames.filter((frame) => !held.includes(frame))
						);
					}
				}
			});
}
