/** Presence: blobs from any relay, and what a member's changed client seals in them. */
import { rosterChannel } from '#lib/roster/capability.ts';
import { encodeContent } from '#lib/seal/content.ts';
import { idBytes, toText } from '#lib/seal/frame-bytes.ts';
import { Keyring } from '#lib/session/keyring.ts';
import { parsePayload } from '#lib/session/presence-payload.ts';
import { Presence } from '#lib/session/presence.ts';
import { HandClock } from '../simulation/hand-clock.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { mutatedJson } from './mutate-json.ts';
import { takeApart } from './pieces.ts';
import { frameGrammar, keyOf, makeSamples, sealedBytes, signed, type Samples } from './samples.ts';

const casesPerRound = 40;

export const presences: Kind = {
	name: 'presence',
	async open(): Promise<Round> {
		const samples = await makeSamples();
		const { table, editor } = samples;
		const roster = await table.roster(table.founding, editor.invited, editor.accepted);
		const keyring = new Keyring();
		for (const key of table.keys) keyring.add(key);
		return async (seeded, tally) => {
			const nonce = seeded.bytes(32);
			const session = toText(nonce.slice(0, 16));
			const presence = new Presence({
				...{ document: table.document, me: table.founder, roster, keyring, verify: syncVerify },
				...{ clock: new HandClock(), random: (n: number) => nonce.slice(0, n), ends: () => [] },
				cited: (ends) => {
					if (ends.length > 32) fault('more ends than a session can have');
				},
				publish: () => undefined,
				changed: () => undefined
			});
			presence.come();
			const genuine = await blob(samples, session, seeded, true);
			const apart = [takeApart(genuine, frameGrammar)];
			for (let left = casesPerRound; left > 0; left--) {
				const how = seeded.below(4);
				const isOwn = how < 2;
				const altered = mutated(apart[0] ?? [], apart, seeded);
				const bytes = isOwn ? await blob(samples, session, seeded, false) : altered;
				const given = how === 2 ? await signed(bytes.slice(0, -64), editor.keys) : bytes;
				await tally.tryLater(async () => {
					const before = presence.sessions.length;
					await presence.receive('relay', seeded.below(300), seeded.below(20) === 0 ? null : given);
					const { sessions } = presence;
					if (sessions.length > 200) fault('more sessions than a device keeps');
					for (const { where } of sessions) {
						if (where !== null && where.length > 200) fault('a place that is too long');
					}
					if (how === 3 && sessions.length > before && !isGenuine(given, genuine))
						fault('unsigned, and believed');
					return sessions.length > before ? 'heard' : 'dropped';
				});
			}
			presence.close();
		};
	}
};

function isGenuine(bytes: Uint8Array, genuine: Uint8Array): boolean {
	return toText(bytes) === toText(genuine);
}

async function blob(
	{ table, editor }: Samples,
	nonce: string,
	seeded: Seeded,
	honest: boolean
): Promise<Uint8Array> {
	const end = ['plan', 2 ** 40, 3, toText(seeded.bytes(32))];
	const said = {
		where: 'goal/g1/words',
		echoes: [
			['AAAA', 3],
			[nonce, 0]
		],
		ends: [end, end]
	};
	const payload = honest ? new TextEncoder().encode(JSON.stringify(said)) : mutatedJson(said, seeded);
	const read = parsePayload(payload);
	if (read.ends.some(({ head }) => head.id.length !== 32)) fault('an end that names no entry');
	const seq = seeded.below(5);
	const place = {
		kind: 'presence' as const,
		document: idBytes(table.document),
		strand: seeded.bytes(16),
		seq,
		previous: seq === 0 ? new Uint8Array(32) : seeded.bytes(32),
		rosterHeads: [editor.seat],
		clear: new Uint8Array()
	};
	const plaintext = encodeContent({ time: 1, heads: [], payload });
	return sealedBytes(place, plaintext, keyOf(table, rosterChannel), editor.keys);
}
