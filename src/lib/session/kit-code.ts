/** What a person scans or types of a recovery kit: the link in its QR code, or its twelve words. */
import { readLink, type InvitationLink } from '#lib/roster/invitation-link.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { readWords, type ReadWords } from '#lib/vault/words.ts';

/** Where in the app the link in a kit's QR code leads. */
export const kitPage = 'recover';

export type ReadKit =
	| { readonly kind: 'link'; readonly link: InvitationLink }
	| { readonly kind: 'words'; readonly secret: Secret }
	/** A link to a case, for somebody who is invited there. */
	| { readonly kind: 'invitation' }
	/** A link or a code of something else. */
	| { readonly kind: 'foreign' }
	/** Part of the link is missing or changed. */
	| { readonly kind: 'mangled' }
	/** Made by a newer version. */
	| { readonly kind: 'newer' }
	| { readonly kind: 'empty' }
	| Exclude<ReadWords, { readonly kind: 'words' }>;

export async function readKit(text: string): Promise<ReadKit> {
	if (text.trim() === '') return { kind: 'empty' };
	return /[#/]/.test(text) ? readKitLink(text) : readWords(text);
}

function readKitLink(text: string): ReadKit {
	if (/\/join\s*(#|%23)/.test(text)) return { kind: 'invitation' };
	if (!new RegExp(`/${kitPage}\\s*(#|%23)`).test(text)) return { kind: 'foreign' };
	const read = readLink(text);
	return read.kind === 'invitation' ? { kind: 'link', link: read.link } : { kind: read.kind };
}
