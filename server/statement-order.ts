import { toText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';

/** Statements so that each stands after those of them that it cites. Logs keep them by strand, which says nothing of their order. */
export function inCitedOrder(frames: readonly Frame[]): Frame[] {
	const byId = new Map(frames.map((frame) => [toText(frame.id), frame]));
	const citedBy = new Map<string, string[]>();
	const lacks = new Map<string, number>();
	for (const [id, frame] of byId) {
		const cited = frame.rosterHeads.map(toText).filter((head) => byId.has(head));
		lacks.set(id, cited.length);
		for (const head of cited) {
			const others = citedBy.get(head);
			if (others) others.push(id);
			else citedBy.set(head, [id]);
		}
	}
	const ready = [...byId.keys()].filter((id) => lacks.get(id) === 0);
	for (const id of ready) {
		for (const other of citedBy.get(id) ?? []) {
			const left = (lacks.get(other) ?? 0) - 1;
			lacks.set(other, left);
			if (left === 0) ready.push(other);
		}
	}
	return ready.flatMap((id) => byId.get(id) ?? []);
}
