/** A clear part of every type, with all that it may hold: random histories rarely pin, box and rotate at once. */
import { planChannel, rosterChannel, throughout } from '#lib/roster/capability.ts';
import { encodeSkeleton, type Skeleton } from '#lib/roster/skeleton.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';

export function sampleSkeletons(person: MemberKeys, frames: readonly Frame[]): Uint8Array[] {
	const [signKey, boxKey] = [person.publicKey, person.box.publicKey];
	const id = frames.at(-1)?.id ?? new Uint8Array(32);
	const pin = { client: 7, count: 2, id };
	const place = { channel: planChannel, epoch: 0, keyId: id };
	const next = [rosterChannel, planChannel].map((channel) => ({ channel, epoch: 1, keyId: id }));
	const loss = {
		pins: [
			{ ...pin, channel: planChannel },
			{ ...pin, channel: planChannel, client: 2 ** 40 }
		],
		rotation: { keys: next, past: [{ ...place, sealed: new Uint8Array(48) }] },
		boxes: [{ recipient: boxKey, box: new Uint8Array(90) }]
	};
	const { rotation, boxes } = loss;
	const given = { principal: 'client', capabilities: throughout('edit'), boxes } as const;
	const proof = new Uint8Array(64);
	const all: Skeleton[] = [
		{ type: 'found', boxKey, keys: next, ...given },
		{ type: 'invite', signKey, boxKey, expiry: 2 ** 41, until: 2 ** 42, careful: true, ...given },
		{ type: 'accept', invite: id, boxKey, proof, boxes },
		{ type: 'admit', seat: id, signKey, ...loss },
		{ type: 'capability', seat: id, capabilities: throughout('view'), ...loss },
		{ type: 'remove', seat: id, ...loss },
		{ type: 'replace', signKey, boxKey, proof, ...loss },
		{ type: 'rotate', rotation, boxes },
		{ type: 'close', boxes: [] },
		{ type: 'withdraw', invite: id, rotation, boxes }
	];
	return all.map(encodeSkeleton);
}
