/** What people at an attacked table see, and what they are told. */
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { HandClock } from '../simulation/hand-clock.ts';
import type { Person } from './attacked-person.ts';

/** What each person at the table would see: the goals' words, in no order. */
export function goals(person: Person): string[] {
	return person.opened
		.readPlan()
		.goals.map(({ words }) => words)
		.sort();
}

export function remarks(person: Person): string[] {
	return person.opened.readTalk().threads.map(({ said }) => said.text);
}

export function shown({ opened }: Person): string {
	return JSON.stringify([opened.readPlan(), opened.readTalk(), opened.people.map(({ name }) => name)]);
}

/** Whose entries were refused, where and why, each once. */
export function refusals(person: Person): string[] {
	const { refused, roster } = person.opened.document;
	const name = (id: MemberId) => {
		const seatedBy = roster.roster.current.members.get(id)?.seatedBy;
		return (seatedBy && roster.said(seatedBy)?.details.name) ?? 'a stranger';
	};
	return [...new Set(refused.map(({ author, channel, reason }) => `${name(author)}, ${channel}: ${reason}`))];
}

/** Whose writing they are told has not come, after as long as it takes: the table's clock is moved on. */
export async function missing(person: Person, clock: HandClock): Promise<string[]> {
	const { document } = person.opened;
	await until(() => {
		void clock.advance(2_000);
		return document.withheld.length > 0;
	}, `${person.name} is told that something is missing`);
	const names = document.withheld.map(
		({ author }) => person.opened.people.find(({ id }) => id === author)?.name ?? 'somebody'
	);
	return [...new Set(names)].sort();
}

/** All their logs have been exchanged in full, with every relay. */
export function linked({ links }: Person): boolean {
	return links.size > 0 && [...links].every(({ state }) => state.kind === 'open');
}

export async function until(done: () => boolean, what: string): Promise<void> {
	for (let turn = 0; turn < 1500; turn++) {
		if (done()) return;
		await new Promise((next) => setTimeout(next, 4));
	}
	throw new Error(`it never came: ${what}`);
}
