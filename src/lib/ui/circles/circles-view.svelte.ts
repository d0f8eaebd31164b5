import { createContext } from 'svelte';
import { Circles, type Asked, type CircleOpening } from '#lib/session/circles.ts';
import { isInForce } from '#lib/domain/opening.ts';
import type { Person } from '#lib/session/case.ts';
import type { CirclePlace } from '#lib/session/deliveries.ts';
import type { Seat } from '#lib/session/seats.ts';
import { Live } from '../live.ts';

/** The circles of an open case as components read them. */
export class CirclesView {
	readonly circles: Circles;
	readonly #seats: Live<readonly Seat[]>;
	readonly #asked: Live<readonly Asked[]>;
	readonly #openings: Live<readonly CircleOpening[]>;
	readonly #endings: Live<readonly CircleOpening[]>;

	constructor(place: CirclePlace) {
		const circles = new Circles(place);
		const onChange = (changed: () => void) => circles.onChange(changed);
		this.circles = circles;
		this.#seats = new Live(() => circles.seats, onChange);
		this.#asked = new Live(() => circles.asked, onChange);
		this.#openings = new Live(() => circles.openings, onChange);
		this.#endings = new Live(() => circles.endings, onChange);
	}

	get seats(): readonly Seat[] {
		return this.#seats.current;
	}

	get asked(): readonly Asked[] {
		return this.#asked.current;
	}

	get openings(): readonly CircleOpening[] {
		return this.#openings.current;
	}

	get endings(): readonly CircleOpening[] {
		return this.#endings.current;
	}

	/** My circles that somebody of the case can read, too, or is asked into. */
	readBy({ id }: Pick<Person, 'id'>): readonly Seat[] {
		const now = this.circles.now;
		const open = this.openings.filter(
			({ opening }) => isInForce(opening, now) && opening.to.some(({ member }) => member === id)
		);
		return this.seats.filter(({ document }) => open.some(({ circle }) => circle === document));
	}

	/** Looks again whenever the person comes back to the page. The answer ends it for good. */
	follow(page: Document): () => void {
		const seen = () => {
			if (page.visibilityState === 'visible') this.circles.look();
		};
		page.addEventListener('visibilitychange', seen);
		page.defaultView?.addEventListener('online', seen);
		return () => {
			page.removeEventListener('visibilitychange', seen);
			page.defaultView?.removeEventListener('online', seen);
			this.circles.close();
		};
	}
}

export const [getCirclesView, setCirclesView] = createContext<CirclesView>();
