import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelName, FrameError, joined } from '#lib/seal/frame-bytes.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { capabilities, throughout } from './capability.ts';
import { acceptMessage, encodeSkeleton, parseSkeleton, type Skeleton } from './skeleton.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const ana = await memberKeys(new Secret(filled(32, 1)), undefined);
const boxes = [{ recipient: ana.box.publicKey, box: filled(50, 2) }];
const skeletons: Skeleton[] = [
	{
		type: 'found',
		boxKey: ana.box.publicKey,
		capabilities: throughout('manage'),
		keys: [{ channel: channelName('roster'), epoch: 0, keyId: filled(32, 3) }],
		boxes
	},
	{
		type: 'invite',
		signKey: ana.publicKey,
		boxKey: ana.box.publicKey,
		capabilities: throughout('comment'),
		expiry: 1_790_000_000_000,
		careful: true,
		boxes
	},
	{ type: 'accept', invite: filled(32, 4), boxKey: ana.box.publicKey, proof: filled(64, 5), boxes }
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
			fc.property(capabilitiesOf, fc.maxSafeNat(), fc.boolean(), (of, expiry, careful) => {
				const skeleton = {
					...(skeletons[1] as Extract<Skeleton, { type: 'invite' }>),
					capabilities: of,
					expiry,
					careful
				};
				const bytes = encodeSkeleton(skeleton);
				expect(parseSkeleton(bytes)).toEqual(skeleton);
				const turned = new Map([...of].reverse());
				expect(encodeSkeleton({ ...skeleton, capabilities: turned })).toEqual(bytes);
			})
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
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const altered = bytes.slice();
			altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			if (faultOf(altered) !== 'none') continue;
			const parsed = parseSkeleton(altered);
			if (parsed.type !== 'unknown') expect(encodeSkeleton(parsed)).toEqual(altered);
		}
	});

	it('of a type that is not known yet is told apart', () => {
		for (const code of [0, 4, 10, 255])
			expect(parseSkeleton(Uint8Array.of(code, 9))).toEqual({ type: 'unknown', code });
	});

	it('never throws anything but FrameError', () => {
		fc.assert(
			fc.property(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 300 }), (code, bytes) => {
				expect(typeof faultOf(joined(Uint8Array.of(code), bytes))).toBe('string');
			}),
			{ numRuns: 1000 }
		);
	});

	it('refuses channels twice or out of order, capabilities and flags that do not exist', () => {
		const [, invite] = skeletons;
		const bytes = encodeSkeleton(invite as Skeleton);
		const after = 1 + 32 + 32;
		const capability = (name: string, value: number) => [
			name.length,
			...new TextEncoder().encode(name),
			value
		];
		const withCapabilities = (...of: number[][]) =>
			joined(
				bytes.subarray(0, after),
				Uint8Array.of(of.length, ...of.flat()),
				filled(9, 0),
				Uint8Array.of(0)
			);
		expect(faultOf(withCapabilities(capability('plan', 1), capability('talk', 4)))).toBe('none');
		expect(faultOf(withCapabilities(capability('talk', 1), capability('plan', 1)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 1), capability('plan', 2)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 0)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('plan', 5)))).toBe('kind');
		expect(faultOf(withCapabilities(capability('Plan', 1)))).toBe('channel');
		const flags = joined(bytes.subarray(0, after), Uint8Array.of(0), filled(8, 0), Uint8Array.of(2, 0));
		expect(faultOf(flags)).toBe('kind');
	});

	it('of a founding names each channel’s key once, and no key of small order', () => {
		const [found] = skeletons as [Extract<Skeleton, { type: 'found' }>];
		expect(faultOf(encodeSkeleton({ ...found, keys: [...found.keys, ...found.keys] }))).toBe('channel');
		expect(faultOf(encodeSkeleton({ ...found, boxKey: filled(32, 0) }))).toBe('point');
	});

	it('holds at most 255 boxes', () => {
		const many = Array.from({ length: 256 }, () => boxes[0] as (typeof boxes)[0]);
		const [, , accept] = skeletons;
		expect(faultOf(encodeSkeleton({ ...(accept as Skeleton), boxes: many.slice(1) }))).toBe('none');
		expect(() => encodeSkeleton({ ...(accept as Skeleton), boxes: many })).toThrow(FrameError);
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
