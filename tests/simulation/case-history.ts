/** A random history of a case on two to eight devices, and what must be true when all have come together again. */
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import type { Case } from '#lib/session/case.ts';
import { takeStep } from './case-steps.ts';
import { CaseWorld, own } from './case-world.ts';
import { seeded } from './seeded.ts';
import { deflateInTurn } from './sync-deflate.ts';

export interface CaseHistory {
	readonly steps: readonly string[];
	/** Null if all is well, else what is not. */
	readonly fault: string | null;
}

/** The same seed gives the same history. `pausing`: one in which people are paused and let back. */
export async function runCase(seed: number, count: number, pausing = false): Promise<CaseHistory> {
	deflateInTurn();
	const dice = seeded(seed);
	const steps: string[] = [];
	const uncaught: unknown[] = [];
	const caught = (reason: unknown) => uncaught.push(reason);
	process.on('unhandledRejection', caught);
	let fault: string | null = null;
	let world: CaseWorld | null = null;
	try {
		world = await CaseWorld.begin(dice);
		await seatFirst(world);
		for (let i = 0; i < count && fault === null; i++) {
			steps.push(await takeStep(world, pausing));
			await world.advance(dice.below(800));
			fault = await refusalIn(world);
		}
		fault ??= await endOf(world);
	} catch (error) {
		fault = stackOf(error);
	} finally {
		process.off('unhandledRejection', caught);
		for (const { pages } of world?.browsers ?? []) for (const { kill } of pages) kill();
	}
	if (uncaught.length > 0) fault = `${fault ?? ''} not caught: ${uncaught.map(stackOf).join('; ')}`;
	return { steps, fault };
}

async function seatFirst(world: CaseWorld): Promise<void> {
	const [ada] = world.browsers;
	const [opened] = (await ada?.cases(world.document)) ?? [];
	const link = opened && (await world.invite(opened, 'P1', 'edit'));
	if (!link || !(await world.seat('P1', link))) throw new Error('the first could not sit down');
}

async function endOf(world: CaseWorld): Promise<string | null> {
	await world.settle();
	const fault = (await differenceIn(world)) ?? (await refusalIn(world)) ?? (await wordsIn(world));
	if (fault) return fault;
	const before = (await sitting(world))[0];
	const shown = before && shownBy(before.opened);
	for (const browser of world.browsers) {
		for (const page of [...browser.pages]) {
			world.killPage(browser, page);
			await world.openPage(browser);
		}
	}
	await world.settle();
	const [after] = await sitting(world);
	const again = (await differenceIn(world)) ?? (await refusalIn(world)) ?? (await wordsIn(world));
	if (again) return `after a reload: ${again}`;
	return after && !world.isOrphaned && shownBy(after.opened) !== shown
		? `after a reload something else is shown: ${between(shown ?? '', shownBy(after.opened))}`
		: null;
}

interface Sitting {
	readonly name: string;
	readonly opened: Case;
}

async function sitting(world: CaseWorld): Promise<Sitting[]> {
	const all: Sitting[] = [];
	for (const browser of world.browsers) {
		for (const [i, opened] of (await browser.cases(world.document)).entries()) {
			if (!opened.isRemoved && !opened.isPaused) all.push({ name: `${browser.name} ${i}`, opened });
		}
	}
	return all;
}

async function differenceIn(world: CaseWorld): Promise<string | null> {
	const [first, ...others] = await sitting(world);
	if (!first) return 'nobody sits at the table';
	const shown = shownBy(first.opened);
	for (const { name, opened } of [first, ...others]) {
		const theirs = shownBy(opened);
		if (theirs !== shown) return `${first.name} and ${name} differ: ${between(shown, theirs)}`;
		const { document } = opened;
		if (document.withheld.length > 0) return `${name} is told that ${withheldFrom(opened)} is withheld`;
		if (document.provisional) return `${name} is shown what has not been checked`;
		if (opened.status.kind !== 'sent') return `${name}: ${opened.status.kind}`;
		for (const channel of [planChannel, talkChannel]) {
			const { doc, strands, waitingCount } = document.channel(channel);
			if (waitingCount > 0 && world.touched.size === 0) return `${name}: ${waitingCount} wait in ${channel}`;
			if (doc.store.pendingStructs || doc.store.pendingDs)
				return `${name}: something is pending in ${channel}`;
			const orphan = [...doc.store.clients.keys()].find((client) => !strands.authorOf(client));
			if (orphan !== undefined) return `${name}: nobody wrote ${orphan} in ${channel}`;
		}
	}
	return null;
}

function withheldFrom({ document }: Case): string {
	const kinds = document.withheld.map(({ head, ownOf }) => {
		const strands = [planChannel, talkChannel].map((name) => document.channel(name).strands);
		if (head.client === 0) return 'a volume';
		const known = strands.some((each) => each.isBefore(head)) ? 'what lies before a pack' : 'an entry';
		return ownOf ? `${known}, said in presence` : known;
	});
	return kinds.join(', ');
}

/** Nothing that is written in good faith is refused, whatever becomes of the roster. */
async function refusalIn(world: CaseWorld): Promise<string | null> {
	for (const { name, opened } of await sitting(world)) {
		const refused = opened.document.refused.find(({ author }) => !world.touched.has(author));
		if (refused) return `${name} refused ${refused.channel} of an honest member: ${refused.reason}`;
	}
	return null;
}

/** Every word that counts is there once, unless somebody took it away. */
async function wordsIn(world: CaseWorld): Promise<string | null> {
	const [first] = await sitting(world);
	const text = first?.opened.text(own).read() ?? '';
	const members = new Set(first?.opened.people.map(({ id }) => id));
	for (const { text: word, by, page } of world.words) {
		const isBound = !world.excused.has(word) && !world.undid.has(page) && !world.touched.has(by);
		const times = text.split(word).length - 1;
		if (isBound && members.has(by) && times !== 1) return `${word} is there ${times} times in "${text}"`;
	}
	return null;
}

function shownBy(opened: Case): string {
	const { document } = opened;
	const members = [...document.roster.roster.current.members.values()].map(
		({ id, capabilities, suspended }) => [id, [...capabilities], suspended]
	);
	const authors = [planChannel, talkChannel].map((name) => {
		const channel = document.channel(name);
		const clients = [...channel.doc.store.clients.keys()].sort((a, b) => a - b);
		return clients.map((client) => [
			client,
			channel.doc.store.clients.get(client)?.length ? channel.strands.authorOf(client) : null
		]);
	});
	return JSON.stringify([opened.readPlan(), opened.readTalk(), members, authors]);
}

function between(one: string, other: string): string {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at++;
	const around = (text: string) => text.slice(Math.max(0, at - 60), at + 120);
	return `…${around(one)}… against …${around(other)}…`;
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
