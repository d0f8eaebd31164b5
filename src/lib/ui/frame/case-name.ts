/** The name of the open case, as a case's load function gives it: `caseName`, a string or a live view of one. */
export function caseNameOf(data: object): string | undefined {
	if (!('caseName' in data)) return undefined;
	const name = data.caseName;
	if (typeof name === 'string') return name;
	if (typeof name === 'object' && name !== null && 'current' in name && typeof name.current === 'string') {
		return name.current;
	}
	return undefined;
}
