/** The relay's pointers without a network: what a device fetches there. Whoever keeps them may answer something else. */
import type { PointerFetch } from '#lib/wire/kit-pointer.ts';
import { Pointers } from '../../server/pointers.ts';
import { StoreError } from '../../server/store.ts';

export class PointerRelay {
	readonly held = new Map<string, Uint8Array>();
	readonly #pointers = new Pointers(
		{
			keepPointer: async (name, bytes) => {
				const kept = this.held.get(name);
				if (kept && kept.join() !== bytes.join()) throw new StoreError('taken');
				this.held.set(name, bytes);
			},
			pointer: async (name) => this.held.get(name) ?? null
		},
		() => undefined
	);
	isReachable = true;

	readonly fetch: PointerFetch = async (url, init) => {
		if (!this.isReachable) throw new TypeError('fetch failed');
		const [, name = ''] = /\/relay\/pointer\/([\w-]{43})$/.exec(url) ?? [];
		if (init?.method === 'POST') {
			const left = await this.#pointers.leave(name, init.body as Uint8Array);
			return new Response(null, { status: { left: 200, taken: 409, failed: 503 }[left] });
		}
		const kept = await this.#pointers.read(name);
		return kept ? new Response(kept as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 });
	};
}
