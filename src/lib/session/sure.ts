/**
 * How sure I am of the others at a table: whose words I have compared with mine, or whose code I have scanned, and whether they still have
 * the keys that they had then. It stands in my home, so all my devices know it.
 */
import { putHomeSure, readHomeSure, type HomeSure } from '#lib/casedoc/home.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import { fromText, idBytes, sameBytes, toText } from '#lib/seal/frame-bytes.ts';
import { keysPrint, pairPrint, pairWordNumbers } from '#lib/seal/pair.ts';
import type { Member } from '#lib/roster/view.ts';
import type { Case, Person } from './case.ts';
import type { Device } from './device.ts';
import { belongsHome } from './home-mirror.ts';
import { linkWords } from './link-words.ts';

export type Sureness =
	| { readonly kind: 'never' }
	/** On that day, and nothing has changed since. */
	| { readonly kind: 'compared'; readonly on: IsoDate }
	/** Their keys are no longer those of that day, and I have not said how I go on. */
	| { readonly kind: 'changed'; readonly on: IsoDate }
	/** I have gone on with their later keys without comparing again. */
	| { readonly kind: 'went-on'; readonly on: IsoDate };

export type ReadPair = 'same' | 'different' | 'foreign';

/** As a passphrase is: 64 MiB three times over. */
const cost = { memoryKiB: 65_536, passes: 3 };
const codeBegins = 'roundtable-pair:1:';
const never: Sureness = { kind: 'never' };

export class Sure {
	readonly #device: Device;
	readonly #opened: Case;

	constructor(device: Device, opened: Case) {
		this.#device = device;
		this.#opened = opened;
	}

	/** Whether there is a home in which it can be kept, and anybody whom it can be about. */
	get isPossible(): boolean {
		return belongsHome(this.#opened.seat) && this.#device.home?.mayWrite === true;
	}

	of({ id, isMe }: Person): Sureness {
		const member = this.#member(id);
		const known = !isMe && member ? this.#known(member) : null;
		if (!known || !member) return never;
		const { on } = known;
		const now = this.#printOf(member);
		if (known.keys === now) return { kind: 'compared', on };
		return { kind: known.wentOn === now ? 'went-on' : 'changed', on };
	}

	/** Eight words that are the same on their device, if nobody stands between us. Null for who is not at the table; rejects where they cannot be made. */
	async words(person: Person, signal: AbortSignal): Promise<readonly string[] | null> {
		const print = this.#pair(person);
		if (!print) return null;
		const salt = idBytes(this.#opened.id).slice(0, 16);
		const stretched = await this.#device.platform.stretch(print, { salt, ...cost }, signal);
		return linkWords(pairWordNumbers(stretched));
	}

	/** What my QR code says to them. */
	code(person: Person): string | null {
		const print = this.#pair(person);
		return print && codeBegins + toText(print);
	}

	/** What the code on their device says, read by mine. */
	read(person: Person, text: string): ReadPair {
		if (!text.startsWith(codeBegins)) return 'foreign';
		const read = fromText(text.slice(codeBegins.length));
		const print = this.#pair(person);
		return read && print && sameBytes(read, print) ? 'same' : 'different';
	}

	/** The words, or the codes, were the same on this day. */
	compared(person: Person, on: IsoDate): void {
		const member = this.#member(person.id);
		if (member) this.#put(member, { keys: this.#printOf(member), on, wentOn: null });
	}

	/** I go on with somebody whose keys have changed, for now. */
	goOn(person: Person): void {
		const member = this.#member(person.id);
		const known = member && this.#known(member);
		if (known) this.#put(member, { ...known, wentOn: this.#printOf(member) });
	}

	/** Hears when somebody's keys have changed, or another device of mine has compared words. */
	onChange(changed: () => void): () => void {
		const stops = [this.#opened.onChange(changed), this.#device.onChange(changed)];
		return () => stops.forEach((stop) => stop());
	}

	#member(id: Person['id']): Member | undefined {
		return this.#opened.memberOf(id);
	}

	#known({ seat }: Member): HomeSure | null {
		const { home } = this.#device;
		return home && this.isPossible ? readHomeSure(home.doc, this.#opened.id, seat) : null;
	}

	#put({ seat }: Member, sure: HomeSure): void {
		if (this.isPossible) this.#device.home?.edit((doc) => putHomeSure(doc, this.#opened.id, seat, sure));
	}

	#printOf(member: Member): string {
		return toText(keysPrint(this.#opened.id, member));
	}

	#pair({ id }: Person): Uint8Array | null {
		const [mine, theirs] = [this.#member(this.#opened.me), this.#member(id)];
		return mine && theirs ? pairPrint(this.#opened.id, mine, theirs) : null;
	}
}
