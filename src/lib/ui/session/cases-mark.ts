const name = 'roundtable-cases';

/** Notes that this browser has cases, so that the next visit opens quietly instead of showing the welcome for a moment. */
export function markCases(some: boolean): void {
	try {
		if (some) localStorage.setItem(name, 'yes');
		else localStorage.removeItem(name);
	} catch {
		// Storage is refused: then the welcome shows for a moment.
	}
}

export function likelyHasCases(): boolean {
	try {
		return localStorage.getItem(name) !== null;
	} catch {
		return false;
	}
}
