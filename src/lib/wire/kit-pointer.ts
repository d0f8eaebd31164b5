/** The pointers that a relay keeps for recovery kits: left once, read by whoever knows the name. */
import { toText } from '#lib/seal/frame-bytes.ts';

export type PointerFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** 'busy': too many have been left from here. */
export type LeftPointer = 'left' | 'busy' | 'unreachable';

export type FoundPointer =
	{ readonly kind: 'pointer'; readonly bytes: Uint8Array } | { readonly kind: 'none' | 'unreachable' };

/** More than any of ours has. */
const mostBytes = 1024;

/** `relay`: its origin. The same bytes may be left again: it may have lost them. */
export async function leavePointer(
	fetch: PointerFetch,
	relay: string,
	name: Uint8Array,
	bytes: Uint8Array
): Promise<LeftPointer> {
	try {
		const body = bytes as Uint8Array<ArrayBuffer>;
		const { status } = await fetch(addressOf(relay, name), { method: 'POST', body });
		if (status === 200) return 'left';
		return status === 429 ? 'busy' : 'unreachable';
	} catch {
		return 'unreachable';
	}
}

export async function readPointer(
	fetch: PointerFetch,
	relay: string,
	name: Uint8Array
): Promise<FoundPointer> {
	try {
		const answer = await fetch(addressOf(relay, name), { cache: 'no-store' });
		if (answer.status === 404) return { kind: 'none' };
		const bytes = answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : null;
		return bytes && bytes.length <= mostBytes ? { kind: 'pointer', bytes } : { kind: 'unreachable' };
	} catch {
		return { kind: 'unreachable' };
	}
}

function addressOf(relay: string, name: Uint8Array): string {
	return `${relay}/relay/pointer/${toText(name)}`;
}
