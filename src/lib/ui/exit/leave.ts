/** Leaving at once: first nothing is to be seen any more, then the keys go from memory, then the page makes way for another. */
import type { Clock } from '#lib/clock.ts';
import type { Device } from '#lib/session/device.ts';

/** It says nothing about who opens it, in any language. */
export const elsewhere = 'https://www.wikipedia.org/';

/** How long what was typed last may take to be stored. */
const patience = 500;
const mark = 'roundtable-left';
const channelName = 'roundtable/exit';

/** Every page of this browser. */
export function leave(device: Device | null, clock: Clock): void {
	const others = new BroadcastChannel(channelName);
	others.postMessage('leave');
	others.close();
	leaveHere(device, clock);
}

/** Calls `leaving` when another page is left at once. The answer stops listening. */
export function onLeave(leaving: () => void): () => void {
	const hearing = new BroadcastChannel(channelName);
	hearing.addEventListener('message', leaving);
	return () => hearing.close();
}

export function leaveHere(device: Device | null, clock: Clock): void {
	cover();
	tabMarks()?.setItem(mark, 'yes');
	const go = () => location.replace(elsewhere);
	clock.after(patience, go);
	if (device) void device.lock(true).then(go, go);
	else go();
}

/** Whether somebody goes back to where this tab was left from: then nothing is shown, and it is left again. Who comes anew may come. */
export function isLeftBehind(): boolean {
	const marks = tabMarks();
	if (!marks?.getItem(mark)) return false;
	const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	if (navigation?.type === 'back_forward') return true;
	marks.removeItem(mark);
	return false;
}

function cover(): void {
	document.body.replaceChildren();
	document.title = '…';
}

/** A hardened browser refuses even to be asked. */
function tabMarks(): Storage | null {
	try {
		return sessionStorage;
	} catch {
		return null;
	}
}
