/** Who writes a strand: one tab at a time. Web Locks in a browser (Chrome 69, Safari 15.4, Firefox 96), held until the tab dies. */
export interface Locks {
	/** The release, or null if another tab holds it. */
	tryHold(name: string): Promise<(() => void) | null>;
}

/** `under`: of each person who uses this browser, others. */
export function webLocks(manager: LockManager, under = 'roundtable'): Locks {
	return {
		tryHold: (name) =>
			new Promise((resolve, reject) => {
				manager
					.request(`${under} ${name}`, { ifAvailable: true }, (lock) => {
						if (!lock) return resolve(null);
						return new Promise<void>((release) => resolve(release));
					})
					.catch(reject);
			})
	};
}

/** For one process that shares nothing, and for the browsers of tests. */
export function memoryLocks(): Locks {
	const held = new Set<string>();
	return {
		async tryHold(name) {
			if (held.has(name)) return null;
			held.add(name);
			return () => held.delete(name);
		}
	};
}
