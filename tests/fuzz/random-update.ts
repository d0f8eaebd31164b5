/** Updates that claim to be one strand's next: mostly near to what could be true, for what is far from it is refused at once. */
import type { Seeded } from '../simulation/seeded.ts';
import {
	lengthOf,
	Nest,
	type RawContent,
	type RawDeletion,
	type RawId,
	type RawSection,
	type RawStruct,
	type RawUpdate
} from './raw-update.ts';

export interface Ground {
	/** The strand, and its clock. */
	readonly client: number;
	readonly clock: number;
	/** Other strands and their clocks. */
	readonly others: ReadonlyMap<number, number>;
	/** Names of root types. */
	readonly roots: readonly string[];
}

export function randomUpdate(ground: Ground, seeded: Seeded): RawUpdate {
	const writing = new Writing(ground, seeded);
	const sections = seeded.below(15) > 0 ? [writing.section()] : [writing.section(), writing.section()];
	return {
		sections: seeded.below(12) === 0 ? [] : sections,
		deletions: seeded.below(3) === 0 ? writing.deletions() : []
	};
}

const oddNumbers = [0, 1, 2 ** 31, 2 ** 32, 2 ** 45, 2 ** 52, Number.MAX_SAFE_INTEGER];

class Writing {
	readonly #ground: Ground;
	readonly #seeded: Seeded;
	#clock: number;

	constructor(ground: Ground, seeded: Seeded) {
		this.#ground = ground;
		this.#seeded = seeded;
		this.#clock = ground.clock;
	}

	section(): RawSection {
		const { client } = this.#ground;
		const clock = this.#oddly(this.#clock);
		const structs = Array.from({ length: 1 + this.#seeded.below(12) }, () => this.#struct());
		const others = [...this.#ground.others.keys()];
		const odd = this.#seeded.below(20) === 0;
		return {
			client: odd ? this.#seeded.pick([...others, 0, 2 ** 53 - 1]) : client,
			clock,
			more: this.#seeded.below(20) === 0 ? this.#seeded.pick([-1, 1, 2 ** 40]) : 0,
			structs
		};
	}

	deletions(): RawDeletion[] {
		return Array.from({ length: 1 + this.#seeded.below(3) }, () => {
			const { client, clock } = this.#id();
			const ranges = Array.from(
				{ length: this.#seeded.below(4) },
				() => [this.#oddly(this.#seeded.below(clock + 1)), this.#oddly(1 + this.#seeded.below(3))] as const
			);
			return { client, ranges };
		});
	}

	#struct(): RawStruct {
		const content = this.#content();
		const place = this.#seeded.below(4);
		const struct = {
			content,
			origin: place === 0 || place === 1 ? this.#id() : null,
			rightOrigin: place === 1 || place === 2 ? this.#id() : null,
			parent: this.#seeded.below(3) === 0 ? this.#id() : this.#seeded.pick(this.#ground.roots),
			sub: this.#seeded.below(3) === 0 ? this.#seeded.pick(['a', 'b', 'title', '__proto__', '']) : null
		};
		this.#clock += lengthOf(content);
		return struct;
	}

	/** Mostly something that the author can know. */
	#id(): RawId {
		const { client, clock, others } = this.#ground;
		const own = this.#seeded.below(2) === 0;
		const [other, reached] = this.#seeded.pick([...others]);
		const known = own ? Math.min(this.#clock, clock + 1000) : reached;
		return { client: own ? client : other, clock: this.#oddly(this.#seeded.below(Math.max(1, known))) };
	}

	#content(): RawContent {
		const { below, pick } = this.#seeded;
		switch (below(14)) {
			case 0:
				return { kind: 'gc', length: this.#oddly(1 + below(4)) };
			case 1:
				return { kind: 'deleted', length: this.#oddly(1 + below(4)) };
			case 2:
				return below(4) === 0 ? { kind: 'skip', length: 1 } : { kind: 'json', values: [1, null, 'x'] };
			case 3:
				return { kind: 'binary', bytes: this.#seeded.bytes(below(5)) };
			case 4:
				return { kind: 'embed', value: this.#value() };
			case 5:
				return { kind: 'format', name: pick(['bold', 'b', '__proto__']), value: pick([null, true, 1, 'x']) };
			case 6:
			case 7:
			case 8:
				return { kind: 'type', type: below(40) === 0 ? 99 : below(7), name: pick(['p', '']) };
			case 9:
				return below(6) === 0 ? { kind: 'doc', guid: 'inner' } : { kind: 'any', values: [] };
			case 10:
			case 11:
				return { kind: 'any', values: Array.from({ length: 1 + below(3) }, () => this.#value()) };
			default:
				return {
					kind: 'string',
					text: pick(['a', 'words', 'é', '\ud83d\ude00', '\ud83d', '', 'x'.repeat(300)])
				};
		}
	}

	#value(): unknown {
		const { below, pick } = this.#seeded;
		if (below(12) > 0) return pick<unknown>([null, 1, -0, 'x', true, 2 ** 40, { a: [1] }, [[]], 0.5, 10n]);
		return new Nest(pick([2, 31, 32, 33, 40, 5_000, 9_000]), pick([null, 'a', '__proto__']));
	}

	#oddly(number: number): number {
		const chance = this.#seeded.below(60);
		if (chance === 0) return this.#seeded.pick(oddNumbers);
		return chance === 1 ? number + 1 : number;
	}
}
