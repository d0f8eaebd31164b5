import type { ChannelName, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import { mayRead, mayWrite, type Capabilities } from './capability.ts';
import type { KeyInForce } from './skeleton.ts';

export interface Member {
	readonly id: MemberId;
	readonly publicKey: Uint8Array;
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	/** The statement that seated them: founding or accept. Its content holds their name. */
	readonly seatedBy: EntryId;
	/** The invite that they accepted; null for the founder. */
	readonly invite: EntryId | null;
	/** Two people accepted one link at the same time: neither may read or write until a manager chooses. */
	readonly suspended: boolean;
}

export interface Invitation {
	readonly id: EntryId;
	/** The invitation's own Ed25519 key: lets its holder read before accepting. */
	readonly key: MemberId;
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	readonly careful: boolean;
	readonly invitedBy: MemberId;
	readonly accepted: boolean;
}

/** Who may do what, as it stands at certain roster heads. */
export class RosterView {
	readonly members: ReadonlyMap<MemberId, Member>;
	readonly invitations: ReadonlyMap<EntryId, Invitation>;
	readonly keys: readonly KeyInForce[];

	constructor(
		members: ReadonlyMap<MemberId, Member>,
		invitations: ReadonlyMap<EntryId, Invitation>,
		keys: readonly KeyInForce[]
	) {
		this.members = members;
		this.invitations = invitations;
		this.keys = keys;
	}

	mayWrite(author: MemberId, channel: ChannelName): boolean {
		const member = this.members.get(author);
		return member !== undefined && !member.suspended && mayWrite(member.capabilities, channel);
	}

	/** For relays: a member, or the holder of an invitation that is open at `now` (ms since 1970). */
	mayRead(reader: MemberId, channel: ChannelName, now: number): boolean {
		const member = this.members.get(reader);
		if (member) return !member.suspended && mayRead(member.capabilities, channel);
		return [...this.invitations.values()].some(
			(invitation) =>
				invitation.key === reader && isOpen(invitation, now) && mayRead(invitation.capabilities, channel)
		);
	}

	keyInForce(channel: ChannelName): KeyInForce | undefined {
		return this.keys.find((key) => key.channel === channel);
	}
}

export function isOpen(invitation: Invitation, now: number): boolean {
	return !invitation.accepted && (invitation.expiry === 0 || now < invitation.expiry);
}
