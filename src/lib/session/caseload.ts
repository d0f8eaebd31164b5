/** What the list of cases shows of each, and how it is kept up to date. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import { caseLogs } from './case-logs.ts';
import type { Case } from './case.ts';
import type { Device } from './device.ts';

/** Cases in which something written here waits for a relay. Empty where storage cannot be asked. */
export async function waitingCases(device: Device): Promise<ReadonlySet<DocumentId>> {
	const { outbox } = device.platform;
	const shared = device.seats.filter(({ relays }) => relays.length > 0);
	const waiting = new Set<DocumentId>();
	await Promise.all(
		shared.map(async ({ document }) => {
			try {
				for (const log of await caseLogs(document, outbox)) {
					if ((await outbox.unsent(log)) + (await outbox.drafts(log)).length > 0) waiting.add(document);
				}
			} catch {
				// Then the list says nothing about this case; the case itself will.
			}
		})
	);
	return waiting;
}

/** How long nothing changes before what the list shows of a case is brought up to date. */
const quiet = 1_500;
/** The cases opened last: each costs a device some memory and its relay three logs. */
const mostFollowed = 20;

/** Opens cases behind the list, one after another, so that it shows what others change meanwhile. The answer stops following. */
export function followCases(device: Device): () => void {
	const releases: (() => void)[] = [];
	const stopping = new AbortController();
	const followOne = async (document: DocumentId) => {
		// One that does not open says so where it is asked for.
		const opened = await device.open(document).catch(() => null);
		if (opened && !stopping.signal.aborted) releases.push(keepSummary(device, opened));
	};
	const follow = async () => {
		const shared = device.seats.filter(({ relays }) => relays.length > 0);
		for (const { document } of shared.slice(0, mostFollowed)) {
			if (!stopping.signal.aborted && device.seat(document)) await followOne(document);
		}
	};
	void follow();
	return () => {
		stopping.abort();
		for (const release of releases) release();
	};
}

/** Brings what the list shows of an open case up to date, now and whenever it has changed. The answer stops. */
export function keepSummary(device: Device, opened: Case): () => void {
	let stop: (() => void) | undefined;
	const soon = () => {
		stop?.();
		stop = device.platform.clock.after(quiet, () => void device.summarise(opened));
	};
	const releases = [opened.onPlan(soon), opened.onTalk(soon), opened.onChange(soon)];
	soon();
	return () => {
		stop?.();
		for (const release of releases) release();
	};
}
