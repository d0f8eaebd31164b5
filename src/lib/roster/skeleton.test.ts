import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelName, FrameError, joined, sameBytes } from '#lib/seal/frame-bytes.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { capabilities, throughout } from './capability.ts';
import {
	acceptMessage,
	encodeSkeleton,
	parseSkeleton,
	replaceMessage,
	type AcceptSkeleton,
	type Skeleton
} from './skeleton.ts';
import { noRotation } from './skeleton-parts.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const ana = await memberKeys(new Secret(filled(32, 1)), undefined);
const boxes = [{ recipient: ana.box.publicKey, box: filled(50, 2) }];
const rotation = {
	keys: [
		{ channel: channelName('plan'), epoch: 4, keyId: filled(32, 7) },
		{ channel: channelName('roster'), epoch: 1, keyId: filled(32, 8) }
	],
	past: [{ channel: channelName('plan'), epoch: 3, keyId: filled(32, 9), sealed: filled(48, 10) }]
};
const pins = [
	{ channel: channelName('plan'), client: 7, count: 1, id: filled(32, 11) },
	{ channel: channelName('plan'), client: 2 ** 52, count: 40, id: filled(32, 12) },
	{ channel: channelName('talk'), client: 3, count: 2, id: filled(32, 13) }
];
const skeletons: Skeleton[] = [
	{
		type: 'found',
		boxKey: ana.box.publicKey,
		principal: 'guardian',
		capabilities: throughout('manage'),
		keys: [{ channel: channelName('roster'), epoch: 0, keyId: filled(32, 3) }],
		boxes
	},
	{
		type: 'invite',
		signKey: ana.publicKey,
		boxKey: ana.box.publicKey,
		principal: 'client',
		capabilities: throughout('comment'),
		expiry: 1_790_000_000_000,
		until: 1_800_000_000_000,
		careful: true,
		boxes
	},
	{ type: 'accept', invite: filled(32, 4), boxKey: ana.box.publicKey, proof: filled(64, 5), boxes },
	{ type: 'admit', seat: filled(32, 6), signKey: ana.publicKey, pins: [], rotation: noRotation, boxes },
	{ type: 'capability', seat: filled(32, 6), capabilities: throughout('view'), pins, rotation, boxes },
	{ type: 'remove', seat: filled(32, 6), pins, rotation, boxes },
	{
		type: 'replace',
		signKey: ana.publicKey,
		boxKey: ana.box.publicKey,
		proof: filled(64, 5),
		pins,
		rotation: noRotation,
		boxes: []
	},
	{ type: 'rotate', rotation, boxes },
	{ type: 'rotate', rotation: noRotation, boxes },
	{ type: 'close', boxes: [] },
	{ type: 'withdraw', invite: filled(32, 4), rotation, boxes }
];

const capabilitiesOf = fc
	.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.constantFrom(...capabilities)), {
		selector: ([name]) => name,
		maxLength: 6
	})
	.map((entries) => new Map(entries.map(([name, capability]) => [channelName(name), capability])));

function faultOf(bytes: Uint8Array): string {
	try {
		parseSkeleton(bytes);
		return 'none';
	} catch (error) {
		if (error instanceof FrameError) return error.fault;
		throw error;
	}
}

describe('a skeleton', () => {
	it.each(skeletons)('of type $type comes back as it was', (skeleton) => {
		expect(parseSkeleton(encodeSkeleton(skeleton))).toEqual(skeleton);
	});

	it('says any capabilities, in one form whatever the order they were given in', () => {
		fc.assert(
			fc.property(
				capabilitiesOf,
				fc.maxSafeNat(),
				fc.maxSafeNat(),
				fc.boolean(),
				(of, expiry, until, careful) => {
					const skeleton = {
						...(skeletons[1] as Extract<Skeleton, { type: 'invite' }>),
						capabilities: of,
						expiry,
						until,
						careful
					};
					const bytes = encodeSkeleton(skeleton);
					expect(parseSkeleton(bytes)).toEqual(skeleton);
					const turned = new Map([...of].reverse());
					expect(encodeSkeleton({ ...skeleton, capabilities: turned })).toEqual(bytes);
				}
			)
		);
	});

	it.each(skeletons)('of type $type is refused in every truncation and with a byte too many', (skeleton) => {
		const bytes = encodeSkeleton(skeleton);
		for (let length = 0; length < bytes.length; length++)
			expect(faultOf(bytes.subarray(0, length))).not.toBe('none');
		expect(faultOf(joined(bytes, filled(1, 0)))).toBe('trailing');
	});

	it.each(skeletons)('of type $type has one form: what parses is what would be written', (skeleton) => {
		const bytes = encodeSkeleton(skeleton);
		const otherwise: number[] = [];
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const altered = bytes.slice();
			altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			if (faultOf(altered) !== 'none') continue;
			const parsed = parseSkeleton(altered);
			if (parsed.type !== 'unknown' && !sameBytes(encodeSkeleton(parsed), altered)) otherwise.push(bit);
		}
		expect(otherwise).toEqual([]);
	});

	it('of a type that is not known yet is told apart', () => {
		for (const code of [0, 11, 255])
			expect(parseSkeleton(Uint8Array.of(code, 9))).toEqual({ type: 'unknown', code });
	});

	it('never throws anything but FrameError', () => {
		fc.assert(
			fc.property(fc.nat({ max: 12 }), fc.uint8Array({ maxLength: 300 }), (code, bytes) => {
				expect(typeof faultOf(joined(Uint8Array.of(code), bytes))).toBe('string');
			}),
			{ numRuns: 1000 }
		);
		// Close to what is meant: bytes changed, cut out and put in.
		const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('set', 'cut', 'put'));
		fc.assert(
			fc.property(fc.constantFrom(...skeletons), fc.array(change, { maxLength: 6 }), (skeleton, changes) => {
				let bytes = encodeSkeleton(skeleton);
				for (const [where, value, how] of changes) {
					const at = where % (bytes.length || 1);
					const put = how === 'cut' ? [] : [value];
					bytes = joined(
						bytes.subarray(0, at),
						Uint8Array.of(...put),
						bytes.subarray(at + (how === 'put' ? 0 : 1))
					);
				}
				expect(typeof faultOf(bytes)).toBe('string');
			}),
			{ numRuns: 5000 }
		);
	});

	it('names strands in one order, each once, and none that ends at 0', () => {
		const removal = (of: typeof pins): Skeleton => ({
			type: 'remove',
			seat: filled(32, 6),
			pins: of,
			rotation: noRotation,
			boxes: []
		});
		expect(encodeSkeleton(removal(pins.toReversed()))).toEqual(encodeSkeleton(removal(pins)));
		expect(faultOf(encodeSkeleton(removal([...pins, ...pins.slice(0, 1)])))).toBe('length');
		expect(faultOf(encodeSkeleton(removal(pins.map((pin) => ({ ...pin, count: 0 })))))).toBe('length');
	});

	it('rotates or hands on something where it does nothing else, and seals only the past of what it rotates', () => {
		expect(faultOf(encodeSkeleton({ type: 'rotate', rotation: noRotation, boxes: [] }))).toBe('length');
		const stray = { keys: rotation.keys.slice(1), past: rotation.past };
		expect(faultOf(encodeSkeleton({ type: 'rotate', rotation: stray, boxes }))).toBe('channel');
	});

	it('refuses channels twice or out of order, capabilities and flags that do not exist', () => {
		const [, invite] = skeletons;
		const bytes = encodeSkeleton(invite as Skeleton);
		const after = 1 + 32 + 32 + 1;
		const capability = (name: string, value: number) => [
			name.length,
			...new TextEncoder().encode(name),
			value
		];
		const withCapabilities = (...of: number[][]) =>
			joined(
				bytes.subarray(0, after),
				Uint8Array.of(of.length, ...of.flat()),
				filled(17, 0),
				Uint8Array.of(0)
			);
		expect(faultOf(withCapabilities(capability('plan', 1), capability('talk', 4)))).toBe('none');
		expect(faultOf(withCapabilities(capability('talk', 1), capability('plan', 1)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 1), capability('plan', 2)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 0)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 5)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('Plan', 1)))).toBe('channel');
		const flags = joined(bytes.subarray(0, after), Uint8Array.of(0), filled(16, 0), Uint8Array.of(2, 0));
		expect(faultOf(flags)).toBe('kind');
	});

	it('of a founding names each channel’s key once, and no key of small order', () => {
		const [found] = skeletons as [Extract<Skeleton, { type: 'found' }>];
		expect(faultOf(encodeSkeleton({ ...found, keys: [...found.keys, ...found.keys] }))).toBe('channel');
		expect(faultOf(encodeSkeleton({ ...found, boxKey: filled(32, 0) }))).toBe('point');
	});

	it('holds at most 255 boxes', () => {
		const many = Array.from({ length: 256 }, () => boxes[0] as (typeof boxes)[0]);
		const accept = skeletons.find(({ type }) => type === 'accept') as AcceptSkeleton;
		expect(faultOf(encodeSkeleton({ ...accept, boxes: many.slice(1) }))).toBe('none');
		expect(() => encodeSkeleton({ ...accept, boxes: many })).toThrow(FrameError);
	});
});

it('what an invitation’s key signs depends on everything it is for', () => {
	const parts = [filled(32, 1), filled(32, 2), filled(32, 3), filled(32, 4)] as const;
	const message = acceptMessage(...parts);
	expect(new TextDecoder().decode(message.subarray(0, 20))).toBe('roundtable/accept/1\0');
	for (let i = 0; i < 4; i++) {
		const other = parts.map((part, j) => (i === j ? filled(32, 9) : part)) as unknown as typeof parts;
		expect(acceptMessage(...other)).not.toEqual(message);
	}
});

it('what a new key signs depends on everything that it takes over', () => {
	const parts = [filled(32, 1), filled(32, 2), filled(32, 3), filled(32, 4), filled(32, 5)] as const;
	const message = replaceMessage(...parts);
	for (let i = 0; i < 5; i++) {
		const other = parts.map((part, j) => (i === j ? filled(32, 9) : part)) as unknown as typeof parts;
		expect(replaceMessage(...other)).not.toEqual(message);
	}
	expect(message).not.toEqual(acceptMessage(parts[0], parts[1], parts[2], joined(parts[3], parts[4])));
});
