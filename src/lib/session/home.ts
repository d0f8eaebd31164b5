/** This person's home, open: a sealed document whose members are their devices. What stands in it, every one of them has. */
import type * as Y from 'yjs';
import {
	putHomeKit,
	readHomeDevice,
	readHomeKits,
	writeHomeDevice,
	type DeviceKind,
	type HomeDevice,
	type HomeKit
} from '#lib/casedoc/home.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import { homeChannel } from '#lib/roster/capability.ts';
import { rotationOf } from '#lib/roster/skeleton.ts';
import type { Statement } from '#lib/roster/stated.ts';
import { byDepth } from '#lib/roster/views.ts';
import type { DocumentId, EntryId } from '#lib/seal/frame-bytes.ts';
import type { Secret } from '#lib/seal/secret.ts';
import type { Channel } from './channel.ts';
import type { SealedDocument } from './sealed-document.ts';

export interface LinkedDevice extends HomeDevice {
	readonly id: EntryId;
	readonly isThis: boolean;
	/** Milliseconds since 1970, as that device states. */
	readonly linkedAt: number;
}

/** A printed recovery kit: an invitation into the home that stands until it is used or taken back. */
export interface Kit extends HomeKit {
	/** Of the invitation. */
	readonly id: EntryId;
	/** Milliseconds since 1970, as the device states that made it. */
	readonly madeAt: number;
}

/** What can open the home no longer: a device that was taken from it, or a recovery kit that was taken back. */
export interface RemovedDevice {
	/** The device's seat, or the invitation that the kit holds. */
	readonly id: EntryId;
	/** The seat of the device that removed it. */
	readonly by: EntryId;
	/** Milliseconds since 1970, as that device states; 0 where this device may not know. */
	readonly at: number;
	/** Made for the home without it. Several where more than one device removed it at once: that of the removal which counts comes first. */
	readonly keys: readonly Secret[];
}

export class Home {
	readonly document: SealedDocument;
	readonly #channel: Channel;

	/** Throws where this device may not read it. */
	constructor(document: SealedDocument) {
		this.document = document;
		this.#channel = document.channel(homeChannel);
	}

	get id(): DocumentId {
		return this.document.id;
	}

	/** For casedoc's reads. */
	get doc(): Y.Doc {
		return this.#channel.doc;
	}

	get mayWrite(): boolean {
		return this.#channel.mayWrite;
	}

	/** Nothing where this device may not write: it has been taken from the home. */
	edit(change: (doc: Y.Doc) => void): void {
		if (!this.mayWrite) return;
		this.#channel.edit(change);
		// Nobody takes anything back here, and what could be taken back stays in memory.
		this.#channel.history?.forget();
	}

	/** This person's devices, in the order in which they were linked. */
	get devices(): readonly LinkedDevice[] {
		const { roster, me } = this.document;
		return [...roster.roster.current.members.values()].map(({ id, seat, seatedBy }) => {
			const said = roster.said(seatedBy);
			const known = readHomeDevice(this.doc, seat);
			return {
				...known,
				id: seat,
				name: known.name || (said?.details.name ?? ''),
				isThis: id === me.id,
				linkedAt: said?.time ?? 0
			};
		});
	}

	/** This device came in by a recovery kit: who uses one has lost the devices that were there before. */
	get cameByKit(): boolean {
		const { roster, me } = this.document;
		const invite = roster.roster.current.member(me.id)?.invite;
		return !!invite && readHomeKits(this.doc).has(invite);
	}

	/** The recovery kits by which the home can be opened now, the one made last at the end. */
	get kits(): readonly Kit[] {
		const { roster } = this.document;
		const known = readHomeKits(this.doc);
		return [...roster.roster.current.invitations.values()].flatMap(({ id, accepted, withdrawn }) => {
			const kit = known.get(id);
			return kit && !accepted && !withdrawn ? [{ ...kit, id, madeAt: roster.said(id)?.time ?? 0 }] : [];
		});
	}

	/** That another kit has been made, or what has become of one. */
	noteKit(id: EntryId, kit: HomeKit): void {
		this.edit((doc) => putHomeKit(doc, id, kit));
	}

	/** Earlier removals come first, in one order on every device. */
	get removed(): readonly RemovedDevice[] {
		const { roster } = this.document;
		const { seats, offers } = roster.roster.current.fold;
		const devices = [...seats.values()].flatMap(({ id, removedBy, losses }) => {
			const by = losses.find((loss) => loss.id === removedBy);
			return by && by.seat !== id ? [{ id, by, losses }] : [];
		});
		const known = readHomeKits(this.doc);
		const kits = [...offers.values()].flatMap(({ id, withdrawals }) => {
			const [by] = withdrawals;
			return by && known.has(id) ? [{ id, by, losses: withdrawals }] : [];
		});
		return [...devices, ...kits]
			.sort((a, b) => byDepth(a.by, b.by))
			.map(({ id, by, losses }) => ({
				id,
				by: by.seat,
				at: roster.said(by.id)?.time ?? 0,
				keys: [by, ...losses.filter((loss) => loss !== by)].flatMap((loss) => this.#keyMadeBy(loss) ?? [])
			}));
	}

	#keyMadeBy({ skeleton }: Statement): Secret | undefined {
		const made = rotationOf(skeleton).keys.find(({ channel }) => channel === homeChannel);
		return made && this.document.keyring.find(homeChannel, made.epoch, made.keyId)?.key;
	}

	/** This device is no longer one of this person's. */
	get isOut(): boolean {
		const { roster, me, status } = this.document;
		if (roster.roster.current.member(me.id) === undefined) return true;
		return status.kind === 'refused' && status.reason === 'not-a-reader';
	}

	nameDevice(id: EntryId, name: string): void {
		this.edit((doc) => writeHomeDevice(doc, id, { name }));
	}

	/** Says what this device is, and that it is in use on this day. */
	useToday(today: IsoDate, kind: DeviceKind | null): void {
		const mine = this.devices.find(({ isThis }) => isThis);
		if (!mine || (mine.lastUsed === today && (kind === null || mine.kind === kind))) return;
		this.edit((doc) => writeHomeDevice(doc, mine.id, { lastUsed: today, ...(kind ? { kind } : {}) }));
	}

	/** Hears of devices that come and go, and of all that is written. */
	onChange(changed: () => void): () => void {
		this.doc.on('update', changed);
		const stop = this.document.onChange(changed);
		return () => {
			this.doc.off('update', changed);
			stop();
		};
	}
}
