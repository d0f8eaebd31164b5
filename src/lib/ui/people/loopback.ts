/** Whether an address is reached from this computer only, so that a link to it is of use nowhere else. */
export function isLoopback(address: string): boolean {
	let hostname: string;
	try {
		({ hostname } = new URL(address));
	} catch {
		return false;
	}
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(\.\d{1,3}){3}$/.test(hostname)
	);
}
