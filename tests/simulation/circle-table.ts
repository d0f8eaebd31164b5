/** People at one table with circles, over one relay in memory. */
import { Circles, type Asked } from '#lib/session/circles.ts';
import type { Case, Person } from '#lib/session/case.ts';
import type { CirclePlace } from '#lib/session/deliveries.ts';
import type { NewOpening } from '#lib/session/sharing.ts';
import { addNote } from '#lib/casedoc/circle.ts';
import type { Random } from '#lib/seal/keys.ts';
import { Table, type Seated } from './case-table.ts';
import { rest } from './hand-clock.ts';
import { PointerRelay } from './pointer-relay.ts';

export class CircleTable {
	readonly table: Table;
	readonly pointers = new PointerRelay();
	readonly #circles = new Map<Seated, Circles>();

	constructor(table: Table) {
		this.table = table;
	}

	static async set(random?: Random): Promise<CircleTable> {
		return new CircleTable(await Table.set(random));
	}

	at({ device, opened }: Seated): CirclePlace {
		return { device, opened, fetch: this.pointers.fetch };
	}

	circles(of: Seated): Circles {
		const known = this.#circles.get(of) ?? new Circles(this.at(of));
		this.#circles.set(of, known);
		return known;
	}

	/** After a reload. */
	again(of: Seated): Circles {
		this.#circles.get(of)?.close();
		this.#circles.delete(of);
		return this.circles(of);
	}

	async settle(): Promise<void> {
		await this.table.clock.advance(3000);
		await rest();
	}

	/** While others do what they have to do. */
	async during<T>(work: Promise<T>): Promise<T> {
		const isOver = work.then(() => true).catch(() => true);
		for (let turns = 0; turns < 20; turns++) {
			await this.settle();
			if (await Promise.race([isOver, Promise.resolve(false)])) break;
		}
		return work;
	}

	async start(of: Seated, name: string, note: string): Promise<Case> {
		const circle = await this.circles(of).start({ kind: 'private', name, about: '' });
		circle.edit((doc) => addNote(doc, { ...circle.making(), day: '2026-01-05', words: note }));
		await this.settle();
		return circle;
	}

	async open(of: Seated, circle: Case, to: readonly Seated[], how: Partial<NewOpening> = {}): Promise<void> {
		const opening: NewOpening = {
			to: to.map((one) => personIn(of.opened, one)),
			capability: 'view',
			what: 'All of it',
			purpose: 'Care',
			until: 0,
			event: '',
			words: 'I agree.',
			wish: null,
			...how
		};
		const opened = await this.during(this.circles(of).share(circle, opening));
		if (opened.kind !== 'opened') throw new Error(opened.kind);
		await this.settle();
	}

	/** What they find when they look. */
	async asked(of: Seated): Promise<readonly Asked[]> {
		const circles = this.circles(of);
		circles.look();
		await this.during(circles.settled());
		return circles.asked;
	}

	/** Takes the only seat that is offered. */
	async join(of: Seated): Promise<Case> {
		const circles = this.circles(of);
		const [asked, other] = await this.asked(of);
		if (!asked || other) throw new Error('one circle was to be open');
		const look = await this.during(circles.lookAt(asked));
		if (look.kind !== 'invitation') throw new Error(look.kind);
		const accepted = await this.during(circles.join(asked, look));
		if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
		const circle = await circles.open(asked.circle);
		await this.settle();
		return circle;
	}
}

export function personIn(opened: Case, { opened: theirs }: Seated): Person {
	const person = opened.people.find(({ id }) => id === theirs.me);
	if (!person) throw new Error('not at the table');
	return person;
}

export function notesIn(circle: Case): string[] {
	return circle.readCircle().notes.map(({ words }) => words);
}
