import type { Case } from '#lib/session/case.ts';
import { NotHere } from '#lib/session/not-here.ts';

type Stage =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly opened: Case }
	/** `notHere`: it has not come to this device yet. */
	| { readonly kind: 'failed'; readonly notHere: boolean };

/** A case on its way to the screen. Svelte's own `await` holds on to what it has shown, also behind a lock. */
export class Opening {
	stage: Stage = $state.raw({ kind: 'opening' });

	/** The answer lets go of it. */
	follow(opening: Promise<Case> | null): () => void {
		let followed = true;
		const take = (stage: Stage) => {
			if (followed) this.stage = stage;
		};
		opening?.then(
			(opened) => take({ kind: 'open', opened }),
			(error: unknown) => take({ kind: 'failed', notHere: error instanceof NotHere })
		);
		return () => {
			take({ kind: 'opening' });
			followed = false;
		};
	}
}
