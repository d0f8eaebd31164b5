/**
 * Who is here, and where they are working. Each session publishes one blob: a sealed, signed, counted frame of kind 'presence' whose
 * strand is the session's nonce, and which echoes the sessions that it has heard and how far. A blob counts only if it echoes what we
 * said a moment ago: so nothing can be replayed to us, nor given out late.
 */
import { rosterChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import type { Clock } from '#lib/clock.ts';
import {
	idBytes,
	memberId,
	sameBytes,
	toText,
	type DocumentId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { parseFrame } from '#lib/seal/frame.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import type { Keyring } from './keyring.ts';
import { encodePayload, parsePayload, type Echo, type StrandEnd } from './presence-payload.ts';

const beatEvery = 8_000;
/** A session that answers nothing of ours that is younger than this has left, whatever its relay says: gone within 30 s. */
const goneAfter = 25_000;
const mostSessions = 200;

export interface PresenceContext {
	readonly document: DocumentId;
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly verify: Verify;
	readonly clock: Clock;
	readonly random: Random;
	/** Where own strands end that a relay has: so others learn what it keeps from them. */
	readonly ends: () => readonly StrandEnd[];
	/** Where those of a session end that is here. */
	readonly cited: (ends: readonly StrandEnd[], by: MemberId) => void;
	readonly publish: (blob: Uint8Array | null) => void;
	readonly changed: () => void;
}

export interface Session {
	readonly member: MemberId;
	/** The session's nonce, as text. */
	readonly session: string;
	/** What they are working on, as the screens name it; null when nowhere in particular. */
	readonly where: string | null;
}

interface Heard extends Session {
	readonly seq: number;
	readonly at: number;
	/** When we said the last of what it has heard of us; -Infinity if that is nothing, or so old that it may be a recording. */
	readonly answers: number;
	readonly ends: readonly StrandEnd[];
}

export class Presence {
	readonly #context: PresenceContext;
	readonly #nonce: Uint8Array;
	readonly #heard = new Map<string, Heard>();
	/** Which session a link's peer is, so that its leaving can be told. */
	readonly #peers = new Map<string, string>();
	#seq = 0;
	/** When we said what is young enough to be answered, by seq. */
	readonly #said = new Map<number, number>();
	#hereAtBeat = 0;
	#previous: Uint8Array = new Uint8Array(32);
	#where: string | null = null;
	#stop: (() => void) | null = null;
	#soon: (() => void) | null = null;
	#closed = false;

	constructor(context: PresenceContext) {
		this.#context = context;
		this.#nonce = context.random(16);
	}

	/** This person has sat down: says so, and goes on saying so. */
	come(): void {
		if (!this.#stop && !this.#closed) this.#beat();
	}

	/** This person has got up; the others are heard all the same. */
	go(): void {
		this.#stop?.();
		this.#soon?.();
		this.#stop = null;
		this.#soon = null;
		this.#where = null;
		this.#context.publish(null);
	}

	/** Other sessions that are here now: other people's, and our own elsewhere. */
	get sessions(): readonly Session[] {
		return [...this.#heard.values()].filter((heard) => this.#isHere(heard));
	}

	moveTo(where: string | null): void {
		if (this.#where === where) return;
		this.#where = where;
		this.#publishSoon();
	}

	/** A blob from a link, or null when its peer has left. Whatever is not sealed, signed, newer and live is dropped. */
	async receive(link: string, peer: number, blob: Uint8Array | null): Promise<void> {
		const peerName = `${link}/${peer}`;
		if (!blob) {
			const session = this.#peers.get(peerName);
			this.#peers.delete(peerName);
			if (session && ![...this.#peers.values()].includes(session)) this.#forget(session);
			return;
		}
		const heard = await this.#open(blob);
		if (!heard || this.#closed) return;
		this.#peers.set(peerName, heard.session);
		const before = this.#heard.get(heard.session);
		if (before ? before.seq >= heard.seq : this.#heard.size >= mostSessions) return;
		this.#heard.set(heard.session, heard);
		const wasHere = before !== undefined && this.#isHere(before);
		const isHere = this.#isHere(heard);
		if (isHere) this.#context.cited(heard.ends, heard.member);
		if (!before || (isHere && !wasHere)) this.#publishSoon();
		if (isHere !== wasHere || before?.where !== heard.where) this.#context.changed();
	}

	close(): void {
		this.go();
		this.#closed = true;
	}

	#isHere({ answers }: Heard): boolean {
		return this.#context.clock.now() - answers < goneAfter;
	}

	#forget(session: string): void {
		if (this.#heard.delete(session)) this.#context.changed();
	}

	#beat(): void {
		const { clock } = this.#context;
		for (const { session, at } of this.#heard.values()) {
			if (clock.now() - at >= goneAfter) this.#heard.delete(session);
		}
		for (const [seq, at] of this.#said) if (clock.now() - at >= goneAfter) this.#said.delete(seq);
		const here = this.sessions.length;
		if (here !== this.#hereAtBeat) this.#context.changed();
		this.#hereAtBeat = here;
		this.#stop = clock.after(beatEvery, () => this.#beat());
		void this.#publish();
	}

	#publishSoon(): void {
		if (!this.#stop) return;
		this.#soon ??= this.#context.clock.after(100, () => {
			this.#soon = null;
			void this.#publish();
		});
	}

	async #publish(): Promise<void> {
		const { document, me, roster, keyring, clock, ends, publish } = this.#context;
		const inForce = roster.current.keyInForce(rosterChannel);
		const key = inForce && keyring.inForce(inForce);
		if (!key) return;
		const echoes = [...this.#heard.values()].map(({ session, seq }) => ({ session, seq }));
		const place = {
			kind: 'presence' as const,
			document: idBytes(document),
			strand: this.#nonce,
			seq: this.#seq++,
			previous: this.#previous,
			rosterHeads: roster.heads,
			clear: new Uint8Array()
		};
		this.#said.set(place.seq, clock.now());
		this.#previous = this.#context.random(32);
		const payload = encodePayload({ where: this.#where, echoes, ends: ends() });
		const blob = await sealEntry(place, { time: clock.now(), heads: [], payload }, key, me);
		if (this.#stop) publish(blob); // they may have got up while the blob was sealed
	}

	async #open(blob: Uint8Array): Promise<Heard | null> {
		const { document, roster, keyring, verify, clock } = this.#context;
		const parsed = parseFrame(blob);
		if (parsed.kind !== 'frame' || !isPresenceOf(parsed.frame, document)) return null;
		const { frame } = parsed;
		const session = toText(frame.strand);
		const member = roster.current.members.get(memberId(frame.author));
		const key = keyring.find(rosterChannel, frame.epoch, frame.keyId);
		if (!member || member.suspended !== null || !key || sameBytes(frame.strand, this.#nonce)) return null;
		if ((this.#heard.get(session)?.seq ?? -1) >= frame.seq) return null;
		if (!(await verifyFrame(frame, verify))) return null;
		const opening = openEntry(frame, key);
		if (opening.kind !== 'opened') return null;
		const { where, echoes, ends } = parsePayload(opening.content.payload);
		return {
			member: member.id,
			session,
			where,
			seq: frame.seq,
			at: clock.now(),
			answers: this.#saidAt(echoes.find((echo) => echo.session === toText(this.#nonce))),
			ends
		};
	}

	#saidAt(echo: Echo | undefined): number {
		return (echo && this.#said.get(echo.seq)) ?? -Infinity;
	}
}

function isPresenceOf(frame: Frame, document: DocumentId): boolean {
	return (
		frame.kind === 'presence' &&
		frame.channel === rosterChannel &&
		sameBytes(frame.document, idBytes(document))
	);
}
