/** Presence travels as Yjs awareness whose only field is a sealed blob, as text: the relay decodes awareness, and so must see no more. */
import type { Awareness } from 'y-protocols/awareness';
import { fromText, toText } from '#lib/seal/frame-bytes.ts';

export function present(awareness: Awareness, blob: Uint8Array | null): void {
	awareness.setLocalState(blob && { s: toText(blob) });
}

/** A relay that saw us leave believes we are back only when our state counts on from there. */
export function presentAgain(awareness: Awareness): void {
	const state = awareness.getLocalState();
	if (state) awareness.setLocalState(state);
}

export function hearPresence(
	awareness: Awareness,
	heard: (peer: number, blob: Uint8Array | null) => void
): void {
	awareness.on('update', (changes: { added: number[]; updated: number[]; removed: number[] }) => {
		for (const peer of [...changes.added, ...changes.updated]) {
			if (peer === awareness.clientID) continue;
			const sealed: unknown = awareness.getStates().get(peer)?.['s'];
			const blob = typeof sealed === 'string' ? fromText(sealed) : null;
			if (blob) heard(peer, blob);
		}
		for (const peer of changes.removed) if (peer !== awareness.clientID) heard(peer, null);
	});
}
