import { createSubscriber } from 'svelte/reactivity';

/**
 * A view of something that lives outside Svelte (a shared document, presence): the outside thing stays the only truth.
 * It listens while `current` is read in a component or effect, and not longer.
 */
export class Live<V> {
	#read: () => V;
	#subscribe: () => void;

	constructor(read: () => V, onChange: (changed: () => void) => () => void) {
		this.#read = read;
		this.#subscribe = createSubscriber(onChange);
	}

	get current(): V {
		this.#subscribe();
		return this.#read();
	}
}
