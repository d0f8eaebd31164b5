/** Looks at what a recovery kit opens, as its holder: nothing is taken, and the kit is as good as before. */
import { homeChannel } from '#lib/roster/capability.ts';
import { readLink, writeLink, type InvitationLink } from '#lib/roster/invitation-link.ts';
import { fromUtf8 } from '#lib/seal/frame-bytes.ts';
import { openPointer, pointerName } from '#lib/seal/kit-pointer.ts';
import type { Secret } from '#lib/seal/secret.ts';
import type { Stored } from '#lib/vault/vault.ts';
import { readPointer } from '#lib/wire/kit-pointer.ts';
import { lookAtInvitation, type Look } from './joining.ts';
import { readKit, type ReadKit } from './kit-code.ts';
import type { LinkingPlace } from './linking.ts';
import type { Seat } from './seats.ts';

export type KitFault =
	| Exclude<ReadKit, { readonly kind: 'link' | 'words' }>
	/** This relay knows no kit with these words. */
	| { readonly kind: 'unknown' }
	/** It has been used, or another has been made in its place. */
	| { readonly kind: 'over' }
	/** It belongs to the app at another address. */
	| { readonly kind: 'elsewhere'; readonly origin: string }
	/** What the relay gives is not what was left there. */
	| { readonly kind: 'interfered' }
	| { readonly kind: 'unreachable' };

export type OpenedKit =
	{ readonly kind: 'opened'; readonly link: InvitationLink; readonly look: Look } | KitFault;

/** `keep` has stored the seat before an acceptance leaves. */
export async function openKit(
	at: LinkingPlace,
	text: string,
	keep: (seat: Seat) => Promise<Stored>
): Promise<OpenedKit> {
	const read = await readKit(text);
	if (read.kind !== 'link' && read.kind !== 'words') return read;
	const found = read.kind === 'words' ? await findByWords(at, read.secret) : read;
	if (found.kind !== 'link') return found;
	const { link } = found;
	const { relay, platform } = at.device;
	const [origin = relay] = link.relays;
	if (!link.relays.includes(relay)) return { kind: 'elsewhere', origin };
	const look = await lookAtInvitation(writeLink(relay, link), homeChannel, platform, keep);
	switch (look.kind) {
		case 'invitation':
			if (look.isReadable) return { kind: 'opened', link, look };
			await look.close();
			return { kind: 'interfered' };
		case 'used':
		case 'expired':
			return { kind: 'over' };
		case 'unreachable':
		case 'unknown':
			return { kind: look.kind };
		case 'mangled':
		case 'newer':
		case 'foreign':
			return { kind: 'mangled' };
	}
}

type Found = { readonly kind: 'link'; readonly link: InvitationLink } | KitFault;

async function findByWords({ device, fetch }: LinkingPlace, kit: Secret): Promise<Found> {
	const found = await readPointer(fetch, device.relay, pointerName(kit));
	if (found.kind !== 'pointer') return { kind: found.kind === 'none' ? 'unknown' : 'unreachable' };
	const pointer = openPointer(found.bytes, kit);
	const read = pointer && readLink(fromUtf8(pointer));
	return read?.kind === 'invitation' ? { kind: 'link', link: read.link } : { kind: 'interfered' };
}
