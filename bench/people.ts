import type { Case } from '#lib/session/case.ts';
import { openRelayDevice } from '../tests/simulation/relay-device.ts';

export interface Pair {
	readonly writer: Case;
	readonly reader: Case;
	close(): Promise<void>;
}

/** Two people at one case, each hearing the other. */
export async function openPair(home: string): Promise<Pair> {
	const ada = await openRelayDevice(home);
	const id = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const writer = await ada.open(id);
	writer.arrive();
	await until(() => writer.status.kind === 'sent');
	const offer = { name: 'Ben', relation: 'client', capability: 'edit', expiry: 0 } as const;
	const invited = await writer.invite(offer, home);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await until(() => writer.status.kind === 'sent');
	const ben = await openRelayDevice(home);
	const look = await ben.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	const accepted = await ben.join(look, 'Ben');
	if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
	const reader = await ben.open(id);
	reader.arrive();
	await until(() => reader.readPlan().client.name === 'Rosa');
	await until(() => writer.people.every(({ here }) => here) && writer.people.length === 2);
	return {
		writer,
		reader,
		async close() {
			await Promise.all([ada.close(), ben.close()]);
		}
	};
}

export async function until(done: () => boolean, within = 60_000): Promise<void> {
	const end = performance.now() + within;
	while (!done()) {
		if (performance.now() > end) throw new Error('it never came');
		await new Promise((next) => setTimeout(next, 2));
	}
}
