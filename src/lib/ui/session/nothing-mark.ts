/** Notes in this tab, and until it is closed, that nothing is to be kept: it goes on so when it is loaded anew. */
const name = 'roundtable-nothing';

export function markNothing(on: boolean): void {
	try {
		if (on) sessionStorage.setItem(name, 'yes');
		else sessionStorage.removeItem(name);
	} catch {
		// Refused: then it is asked for again after loading anew.
	}
}

export function keepsNothing(): boolean {
	try {
		return sessionStorage.getItem(name) !== null;
	} catch {
		return false;
	}
}
