/** JSON that a changed client could have written: any value in any place. */
import { utf8 } from '#lib/seal/frame-bytes.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { mutated } from './mutate.ts';

export function mutatedJson(value: unknown, seeded: Seeded): Uint8Array {
	const text = utf8(JSON.stringify(changed(value, seeded)));
	return seeded.below(4) === 0 ? mutated([{ kind: 'raw', bytes: text }], [[]], seeded) : text;
}

function changed(value: unknown, seeded: Seeded): unknown {
	if (seeded.below(5) === 0) return odd(seeded);
	if (Array.isArray(value)) {
		const items = value.map((item) => (seeded.below(2) === 0 ? changed(item, seeded) : (item as unknown)));
		return seeded.below(5) === 0 ? [...items, ...items, odd(seeded)] : items;
	}
	if (typeof value !== 'object' || value === null) return seeded.below(3) === 0 ? odd(seeded) : value;
	const entries = Object.entries(value).filter(() => seeded.below(12) > 0);
	const keys = seeded.below(8) === 0 ? [...entries, [seeded.pick(oddKeys), odd(seeded)] as const] : entries;
	return Object.fromEntries(keys.map(([key, each]) => [key, changed(each, seeded)]));
}

const oddKeys = ['__proto__', 'constructor', 'toString', 'toJSON', 'length', ''];

function odd(seeded: Seeded): unknown {
	return seeded.pick<() => unknown>([
		() => null,
		() => undefined,
		() => seeded.pick([0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e300, true, false]),
		() => seeded.pick(['', '__proto__', '\u202e\0', '\ud800', 'x'.repeat(5000), 'plan', '-_-_']),
		() => [],
		() => ({}),
		() => ({ toString: 1, valueOf: 1 }),
		() => Object.fromEntries([['__proto__', { length: 2 ** 31 }]]),
		() => nested(seeded.pick([5, 3000])),
		() => Array.from({ length: 300 }, () => ['plan', 1, 1, 'A'.repeat(43)])
	])();
}

function nested(depth: number): unknown {
	let value: unknown = [];
	for (let left = depth; left > 0; left--) value = [value];
	return value;
}
