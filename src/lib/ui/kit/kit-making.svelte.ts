import type { LinkingPlace } from '#lib/session/linking.ts';
import { makeKit, type Making } from '#lib/session/kit-making.ts';

export type KitStage = { readonly kind: 'idle' | 'making' } | Making;

/** One kit, from the first press until its words are hidden. */
export class KitMaking {
	stage: KitStage = $state.raw({ kind: 'idle' });
	readonly #at: LinkingPlace;
	#gone = false;

	constructor(at: LinkingPlace) {
		this.#at = at;
	}

	async make(): Promise<void> {
		if (this.stage.kind === 'making') return;
		this.stage = { kind: 'making' };
		const made: Making = await makeKit(this.#at).catch(() => ({ kind: 'not-stored' }));
		this.stage = this.#gone ? { kind: 'idle' } : made;
	}

	/** The words are on paper, and are not kept here. */
	forget(): void {
		this.stage = { kind: 'idle' };
	}

	/** The person has gone elsewhere: what comes now is shown to nobody. */
	close(): void {
		this.#gone = true;
		this.forget();
	}
}
