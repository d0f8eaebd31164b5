/** The link to one of our own relays, by HocuspocusProvider: all logs of a sealed document over a socket that documents share. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { logName, placeName, type LogPlace } from './frame-name.ts';
import { HocuspocusLog } from './hocuspocus-log.ts';
import { RelaySocket, type Network } from './hocuspocus-socket.ts';
import type { Link, LinkOptions, LinkRefusal, LinkState, OpenLink } from './link.ts';
import { hearPresence, present } from './presence-field.ts';

/** After this the relay is asked again, when it was busy or what it lacked may have come. */
const again = 2_000;
const mostNonceTries = 3;
/** Half of what a relay takes in one body. */
const largestFounding = 1024 * 1024;

/** Links to relays by their origin; documents on one relay share a socket. */
export function hocuspocusLinks(network: Network): (address: string) => OpenLink {
	const sockets = new Set<{ socket: RelaySocket; had: Set<DocumentId>; links: number }>();
	return (address) => (options) => {
		const { document } = options;
		// On one socket a log has one name, under which a relay may still answer a link that is closed: each link to a document needs another.
		const held = [...sockets].find(({ socket, had }) => socket.address === address && !had.has(document)) ?? {
			socket: new RelaySocket(address, network),
			had: new Set(),
			links: 0
		};
		sockets.add(held);
		held.had.add(document);
		held.links += 1;
		return new HocuspocusLink(held.socket, options, network, () => {
			held.links -= 1;
			if (held.links > 0) return;
			sockets.delete(held);
			held.socket.close();
		});
	};
}

class HocuspocusLink implements Link {
	readonly #socket: RelaySocket;
	readonly #options: LinkOptions;
	readonly #network: Network;
	readonly #release: () => void;
	readonly #logs = new Map<string, HocuspocusLog>();
	/** Followed or found to be over since the link is open, and not exchanged since. */
	readonly #late = new Set<HocuspocusLog>();
	/** Frames that cite statements which the relay has not stored yet. */
	readonly #held = new Map<string, Frame[]>();
	readonly #stops = new Set<() => void>();
	#state: LinkState = { kind: 'connecting' };
	#tries = 0;
	#telling = false;
	/** The relay has taken what seats us, and may still not know us. */
	#told = false;
	/** The relay does not know the document or us, and we had nothing to tell it. */
	#unknown = false;
	#closed = false;
	readonly #onStatus: () => void;

	constructor(socket: RelaySocket, options: LinkOptions, network: Network, release: () => void) {
		this.#socket = socket;
		this.#options = options;
		this.#network = network;
		this.#release = release;
		for (const place of options.places) this.follow(place);
		const { awareness } = this.#roster;
		if (awareness) hearPresence(awareness, (peer, blob) => options.events.presence(peer, blob));
		this.#onStatus = () => this.#changed();
		socket.socket.on('status', this.#onStatus);
		queueMicrotask(() => this.#roster.attach());
	}

	get address(): string {
		return this.#socket.address;
	}

	get state(): LinkState {
		return this.#state;
	}

	follow(place: LogPlace): void {
		const name = placeName(place);
		if (this.#closed || this.#logs.has(name)) return;
		const log = this.#openLog(place, name);
		this.#logs.set(name, log);
		if (this.#state.kind === 'open') this.#late.add(log);
		if (this.#attached) log.attach();
	}

	leave(place: LogPlace): void {
		const name = placeName(place);
		const log = this.#logs.get(name);
		if (this.#closed || !log || log === this.#roster) return;
		this.#logs.delete(name);
		this.#late.delete(log);
		this.#held.delete(name);
		log.close();
		this.#changed();
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		const name = placeName(place);
		const log = this.#logs.get(name);
		if (this.#closed || !log) return;
		if (log === this.#roster || !this.#attached || this.#rosterStored) log.put(frames);
		else this.#held.set(name, [...(this.#held.get(name) ?? []), ...frames]);
		if (this.#unknown && log === this.#roster && frames.length > 0) {
			this.#unknown = false;
			this.#startOver();
		}
	}

	present(blob: Uint8Array | null): void {
		const { awareness } = this.#roster;
		if (awareness && !this.#closed) present(awareness, blob);
	}

	retry(): void {
		this.#tries = 0;
		this.#told = false;
		this.#socket.retry();
		if (this.#state.kind === 'refused') this.#startOver();
	}

	async exchange(): Promise<boolean> {
		const answered = await Promise.all(
			[...this.#logs.values()].map((log) => (this.#late.has(log) ? log.firstExchange() : log.exchange()))
		);
		return answered.every(Boolean);
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stops) stop();
		this.#socket.socket.off('status', this.#onStatus);
		for (const log of this.#logs.values()) log.close();
		this.#release();
	}

	#attached = false;

	get #roster(): HocuspocusLog {
		const [first] = this.#logs.values();
		if (!first) throw new Error('a link has at least the roster');
		return first;
	}

	get #rosterStored(): boolean {
		return this.#roster.synced && !this.#roster.unanswered;
	}

	#openLog(place: LogPlace, name: string): HocuspocusLog {
		const { document, events } = this.#options;
		return new HocuspocusLog({
			socket: this.#socket,
			log: logName({ document, ...place }),
			withPresence: this.#logs.size === 0,
			reader: this.#options.reader,
			events: {
				found: (frames) => events.arrived(place, frames),
				junk: (count) => events.junk(place, count),
				acknowledged: (stored) => events.acknowledged(place, stored),
				declined: (client, reason) => events.declined(place, client, reason),
				newest: (generation) => this.#newest(place, generation),
				changed: () => this.#changed(),
				denied: (reason) => this.#denied(name, reason),
				closed: (reason) => this.#dropped(name, reason),
				unready: (times) =>
					this.#later(() => void this.#logs.get(name)?.exchange(), again * 2 ** Math.min(times, 5))
			}
		});
	}

	/** The others follow once the relay has the whole roster: it judges every entry by what it cites. */
	#changed(): void {
		if (this.#closed) return;
		if (this.#rosterStored) {
			if (!this.#attached) {
				this.#attached = true;
				for (const log of this.#logs.values()) if (log !== this.#roster) log.attach();
			}
			for (const [name, frames] of this.#held) this.#logs.get(name)?.put(frames);
			this.#held.clear();
		}
		for (const log of this.#late) if (log.synced) this.#late.delete(log);
		const all = [...this.#logs.values()].every((log) => log.synced || this.#late.has(log));
		if (all) {
			this.#tries = 0;
			this.#told = false;
			if (this.#state.kind !== 'open') this.#setState({ kind: 'open', since: this.#network.clock.now() });
		} else if (this.#socket.down) {
			if (this.#state.kind !== 'offline') {
				this.#setState({ kind: 'offline', since: this.#network.clock.now() });
			}
		} else if (this.#state.kind === 'open') {
			this.#setState({ kind: 'connecting' });
		}
	}

	#newest({ channel, generation }: LogPlace, newest: number): void {
		if (this.#closed || generation === 'volumes' || newest <= generation) return;
		this.#options.events.newest(channel, newest);
	}

	#denied(name: string, reason: string): void {
		const log = this.#logs.get(name);
		if (this.#closed || !log) return;
		const mayTell = reason === 'unknown-document' || (reason === 'not-a-reader' && !this.#told);
		if (mayTell) return void this.#tell();
		const refusal = refusals.get(reason);
		if (refusal) return this.#setState({ kind: 'refused', reason: refusal });
		this.#tries += 1;
		if (reason === 'nonce' && this.#tries <= mostNonceTries) void log.askAgain();
		else this.#later(() => void log.askAgain(), this.#pause);
	}

	/** The relay does not know the document, or not that we sit there, as when it has lost something: it is told, and then asked again. */
	async #tell(): Promise<void> {
		if (this.#telling) return;
		const statements = this.#roster.copy.beyond(new Map());
		this.#unknown = statements.length === 0;
		if (this.#unknown) return this.#setState({ kind: 'refused', reason: 'not-a-reader' });
		this.#telling = true;
		const told = await this.#socket.tell(foundingFirst(statements)).catch(() => null);
		this.#telling = false;
		if (this.#closed) return;
		this.#told = told === 'stored';
		this.#tries += 1;
		if (told === 'stored') this.#startOver();
		else if (told === null) this.#later(() => this.#startOver(), this.#pause);
		else this.#setState({ kind: 'refused', reason: refusals.get(told) ?? 'closed' });
	}

	/** Longer with each try that came to nothing. */
	get #pause(): number {
		return again * 2 ** Math.min(this.#tries - 1, 4);
	}

	#dropped(name: string, reason: string): void {
		const log = this.#logs.get(name);
		if (log && reason === 'over' && this.#state.kind === 'open') this.#late.add(log);
		this.#changed();
		if (this.#closed || !log || !this.#socket.connected) return;
		const refusal = refusals.get(reason);
		if (refusal) this.#setState({ kind: 'refused', reason: refusal });
		else this.#later(() => void log.askAgain());
	}

	#startOver(): void {
		this.#setState({ kind: 'connecting' });
		for (const log of this.#logs.values()) if (log === this.#roster || this.#attached) void log.askAgain();
	}

	#later(run: () => void, wait = again): void {
		const stop = this.#network.clock.after(wait, () => {
			this.#stops.delete(stop);
			run();
		});
		this.#stops.add(stop);
	}

	#setState(state: LinkState): void {
		if (this.#closed) return;
		if (state.kind !== 'open') this.#late.clear();
		this.#state = state;
		this.#options.events.state(state);
	}
}

const refusals = new Map<string, LinkRefusal>([
	['not-a-reader', 'not-a-reader'],
	['invitation-over', 'invitation-over'],
	['seat-over', 'seat-over'],
	['closed', 'closed'],
	['token', 'token'],
	['unknown-log', 'token']
]);

/** The founding statement and as many more as a relay takes at once; the others follow like any entry. */
function foundingFirst(statements: readonly Frame[]): Frame[] {
	let left = largestFounding;
	return [...statements]
		.sort((a, b) => Number(b.isFounding) - Number(a.isFounding))
		.filter(({ bytes }) => (left -= bytes.length + 4) >= 0);
}
