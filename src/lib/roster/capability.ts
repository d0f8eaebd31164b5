/**
 * What a member may do, by channel: *view* reads; *comment* also writes where each only adds; *edit* also the plan; *manage* also
 * the roster.
 */
import { channelName, type ChannelName } from '#lib/seal/frame-bytes.ts';

export const capabilities = ['view', 'comment', 'edit', 'manage'] as const;
export type Capability = (typeof capabilities)[number];

/** A channel that is not named cannot be read. */
export type Capabilities = ReadonlyMap<ChannelName, Capability>;

export const rosterChannel = channelName('roster');
export const planChannel = channelName('plan');
export const talkChannel = channelName('talk');
/** Every case has these, in this order. */
export const caseChannels: readonly ChannelName[] = [rosterChannel, planChannel, talkChannel];
export const homeChannel = channelName('home');
/** The sealed document of one person's devices has these. */
export const homeChannels: readonly ChannelName[] = [rosterChannel, homeChannel];

/** The capability from which a channel may be written; channels that come later are written by those who may edit. */
function writingNeeds(channel: ChannelName): Capability {
	if (channel === talkChannel) return 'comment';
	return channel === rosterChannel ? 'manage' : 'edit';
}

export function mayRead(of: Capabilities, channel: ChannelName): boolean {
	return of.has(channel);
}

export function mayWrite(of: Capabilities, channel: ChannelName): boolean {
	const capability = of.get(channel);
	return capability !== undefined && reaches(capability, writingNeeds(channel));
}

export function reaches(capability: Capability, needed: Capability): boolean {
	return capabilities.indexOf(capability) >= capabilities.indexOf(needed);
}

/** Whether `held` reaches `needed` in every channel that it names. */
export function covers(held: Capabilities, needed: Capabilities): boolean {
	return [...needed].every(([channel, capability]) => {
		const has = held.get(channel);
		return has !== undefined && reaches(has, capability);
	});
}

/** What all of these give, channel by channel. */
export function least(of: readonly Capabilities[]): Capabilities {
	const [first, ...others] = of;
	const all = new Map<ChannelName, Capability>();
	for (const [channel, capability] of first ?? []) {
		let lowest = capability;
		const given = others.map((other) => other.get(channel));
		if (given.includes(undefined)) continue;
		for (const one of given) if (one && reaches(lowest, one)) lowest = one;
		all.set(channel, lowest);
	}
	return all;
}

/** One word for a whole case, as it is offered on screen: the same capability in every channel. */
export function throughout(
	capability: Capability,
	channels: readonly ChannelName[] = caseChannels
): Capabilities {
	return new Map(channels.map((channel) => [channel, capability]));
}

/** The capability that stands for a person on screen: that of the plan, or of the roster where they manage it. */
export function foremost(of: Capabilities): Capability {
	return of.get(rosterChannel) === 'manage' ? 'manage' : (of.get(planChannel) ?? 'view');
}
