import { createContext } from 'svelte';
import type { Circle } from '#lib/domain/circle.ts';
import type { Sharing } from '#lib/domain/opening.ts';
import type { Person } from '#lib/session/case.ts';
import { Live } from '../live.ts';
import type { CaseView } from '../session/case-view.ts';
import type { CirclesView } from './circles-view.svelte.ts';

/** An open circle as the parts of its page read it. */
export class CircleDesk {
	/** The case that it belongs to. */
	readonly table: CaseView;
	readonly view: CaseView;
	readonly circles: CirclesView;
	readonly #circle: Live<Circle>;
	readonly #sharing: Live<Sharing>;

	constructor(table: CaseView, view: CaseView, circles: CirclesView) {
		this.table = table;
		this.view = view;
		this.circles = circles;
		const { case: opened } = view;
		this.#circle = new Live(
			() => opened.readCircle(),
			(changed) => opened.onPlan(changed)
		);
		this.#sharing = new Live(
			() => opened.readSharing(),
			(changed) => {
				const stops = [opened.onTalk(changed), opened.onChange(changed)];
				return () => stops.forEach((stop) => stop());
			}
		);
	}

	get circle(): Circle {
		return this.#circle.current;
	}

	get sharing(): Sharing {
		return this.#sharing.current;
	}

	get me(): Person | undefined {
		return this.view.people.find(({ isMe }) => isMe);
	}

	/** Whose consent it takes: the client, and their guardian, as far as they are in the circle. */
	get principals(): Person[] {
		return this.view.people.filter(isPrincipal);
	}

	/** Whether this person says to whom it is opened. */
	get opens(): boolean {
		const { me, principals } = this;
		return this.view.mayManage && me !== undefined && (principals.length === 0 || isPrincipal(me));
	}

	/** Whether they can ask those who do. */
	get wishes(): boolean {
		return !this.opens && this.view.mayComment && this.principals.length > 0;
	}

	/** People of the case who are not in it, nor asked. */
	get outside(): Person[] {
		return this.table.people.filter(({ id, isMe }) => !isMe && !this.#isAsked(id) && !this.#isFounder(id));
	}

	#isAsked(member: string): boolean {
		const inside = [
			...this.view.people.map(({ invite }) => invite),
			...this.view.invitations.map(({ id }) => id)
		];
		return this.sharing.openings.some(({ to }) =>
			to.some((one) => one.member === member && inside.some((invite) => invite === one.invite))
		);
	}

	/** Whoever began it was asked by nobody; what they are called here is what they are called at the table. */
	#isFounder(id: string): boolean {
		const founder = this.view.people.find(({ invite }) => invite === null);
		const there = this.table.people.find((person) => person.id === id);
		return founder !== undefined && !founder.isMe && founder.name === there?.name;
	}

	get now(): number {
		return this.view.case.making().at;
	}
}

export function isPrincipal({ relation }: Pick<Person, 'relation'>): boolean {
	return relation === 'client' || relation === 'guardian';
}

export const [getCircleDesk, setCircleDesk] = createContext<CircleDesk>();
