/**
 * Makes a recovery kit: an invitation into this person's home that stands until it is used, whose secret is on paper and nowhere else. What
 * opens the home by it need not know where that is: a relay keeps a pointer, which only the secret finds and opens.
 */
import type { IsoDate } from '#lib/domain/date.ts';
import { readLink, writeLink, type InvitationLink } from '#lib/roster/invitation-link.ts';
import { fromText, toText, utf8, type EntryId } from '#lib/seal/frame-bytes.ts';
import { pointerName, sealPointer } from '#lib/seal/kit-pointer.ts';
import { toWords } from '#lib/vault/words.ts';
import { leavePointer, readPointer } from '#lib/wire/kit-pointer.ts';
import { kitPage } from './kit-code.ts';
import { openKit, type KitFault } from './kit-opening.ts';
import type { LinkingPlace } from './linking.ts';
import { within } from './within.ts';

export interface MadeKit {
	readonly kind: 'made';
	/** Of the invitation. */
	readonly id: EntryId;
	readonly words: readonly string[];
	/** What its QR code says. */
	readonly link: string;
}

export type Making = MadeKit | { readonly kind: 'unreachable' | 'busy' | 'not-stored' };

export type Checked =
	| { readonly kind: 'checked' }
	/** It opens the home of somebody else, or an earlier one of this person's. */
	| { readonly kind: 'not-this-one' }
	| KitFault;

const sendWithin = 15_000;

/** From then on kits that were made before open nothing. */
export async function makeKit(at: LinkingPlace): Promise<Making> {
	const { keeping, name } = at.device;
	const invited = await keeping.invite(0, name);
	if (invited?.kind !== 'invited') return { kind: 'not-stored' };
	const { id } = invited;
	const before = at.device.home?.kits ?? [];
	const read = readLink(invited.link);
	if (read.kind !== 'invitation') throw new Error('an invitation of ours can be read');
	const left = (await isSent(at)) ? await leave(at, id, read.link) : 'unreachable';
	if (left !== 'left') {
		// Nobody has seen it, nobody is to come in by it.
		await keeping.withdraw(id);
		return { kind: left };
	}
	for (const kit of before) await keeping.withdraw(kit.id);
	const words = await toWords(read.link.secret);
	const link = writeLink(at.device.relay, read.link, kitPage);
	read.link.secret.forget();
	return { kind: 'made', id, words, link };
}

/** What a person has read from the paper opens their home: the keys fit, and the relay has what they lead to. */
export async function checkKit(at: LinkingPlace, text: string, today: IsoDate): Promise<Checked> {
	const opened = await openKit(at, text, async () => ({ kind: 'stored' }));
	if (opened.kind !== 'opened') return opened;
	const { link, look } = opened;
	await look.close();
	link.secret.forget();
	const { home } = at.device;
	const kit = home?.kits.find(({ id }) => id === link.invite);
	if (!home || !kit || link.document !== home.id) return { kind: 'not-this-one' };
	home.noteKit(kit.id, { checked: today, pointer: kit.pointer });
	await home.document.flush();
	return { kind: 'checked' };
}

/** A relay that has lost what it kept for a kit is told of it again. */
export async function keepFindable({ device, fetch }: LinkingPlace): Promise<void> {
	for (const { pointer } of device.home?.kits ?? []) {
		const [name, sealed] = [fromText(pointer?.name ?? ''), fromText(pointer?.sealed ?? '')];
		if (!name || !sealed) continue;
		const found = await readPointer(fetch, device.relay, name);
		if (found.kind === 'none') await leavePointer(fetch, device.relay, name, sealed);
	}
}

/** Whether a relay has all of the home. */
function isSent({ device }: LinkingPlace): Promise<boolean> {
	const done = () => device.home?.document.status.kind === 'sent';
	return within(sendWithin, done, (changed) => device.onChange(changed), device.platform.clock);
}

async function leave(
	{ device, fetch }: LinkingPlace,
	id: EntryId,
	link: InvitationLink
): Promise<'left' | 'unreachable' | 'busy'> {
	const { random } = device.platform;
	const name = pointerName(link.secret);
	const sealed = sealPointer(utf8(writeLink(device.relay, link, kitPage)), link.secret, random);
	const left = await leavePointer(fetch, device.relay, name, sealed);
	if (left !== 'left') return left;
	device.home?.noteKit(id, { checked: null, pointer: { name: toText(name), sealed: toText(sealed) } });
	await device.home?.document.flush();
	return (await isSent({ device, fetch })) ? 'left' : 'unreachable';
}
