/**
 * Whether an entry may be believed, and what it holds. Everything is judged by what the author cites, never by a clock or by the order
 * of arrival, so all honest devices judge alike.
 */
import type { Roster } from '#lib/roster/roster.ts';
import { talkChannel } from '#lib/roster/capability.ts';
import type { Head } from '#lib/seal/content.ts';
import { sameBytes, type ChannelName } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { openEntry } from '#lib/seal/open.ts';
import type { Counting } from './counting.ts';
import type { Keyring } from './keyring.ts';
import type { DepthOf } from './depth.ts';
import type { Before } from './place.ts';
import { checkShape, type ShapeFault } from './shape.ts';
import type { Cited, Standing, Step, Strand, Strands } from './strands.ts';

export type BrokenReason =
	| 'document'
	| 'kind'
	| 'signature'
	| 'fork'
	| 'chain'
	| 'roster-backwards'
	| 'right'
	| 'key'
	| 'ciphertext'
	| 'nonce'
	| 'content'
	| 'heads'
	/** A pack that is not what it claims. */
	| 'pack'
	| ShapeFault;

export type Admitted =
	| { readonly kind: 'opened'; readonly update: Uint8Array; readonly time: number }
	| { readonly kind: 'known' }
	/** Its predecessor, cited heads or a statement are not here yet, or what it has `cited` in a volume does not count: kept and tried again. */
	| { readonly kind: 'waiting'; readonly for?: readonly Head[]; readonly cited?: Cited }
	/** It follows on from what is only known as a pack: kept until what lies behind that is here. */
	| { readonly kind: 'past' }
	/** Its author has lost the right meanwhile, and nobody who stays has built on it: kept, and counts only if somebody turns out to have. */
	| { readonly kind: 'apart' }
	/** It was written into words that do not count: neither do these, nor what follows them in the strand. */
	| { readonly kind: 'lost' }
	/** Sealed under a key that this device was not given: kept, passed on, never deleted. */
	| { readonly kind: 'not-mine' }
	| { readonly kind: 'broken'; readonly reason: BrokenReason };

type Unopened = Exclude<Admitted, { kind: 'opened' }>;

interface Openable {
	readonly kind: 'opened';
	readonly step: Step;
	readonly update: Uint8Array;
	readonly time: number;
}

export interface AdmissionContext {
	/** 32 bytes. */
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly strands: Strands;
	/** What counts once its author has lost a right. */
	readonly counting: Pick<Counting, 'counts' | 'vouch'>;
	/** How deep an item of an opened entry lies in the channel's document. */
	readonly depthOf?: DepthOf;
	/** Where its items lie, asked anew for each entry. */
	readonly before?: () => Before;
}

/**
 * Judges a frame whose signature has been checked, or that an honest hash chain leads to. An opened one has moved its strand on: the
 * caller applies its update. `trusted` frames come from this device's own ledger and were judged whole when they entered it.
 */
export function admit(frame: Frame, context: AdmissionContext, trusted = false): Admitted {
	const strand = context.strands.of(frame);
	const judged = judge(frame, strand, context, trusted);
	if (!('step' in judged)) return judged;
	context.strands.move(strand, judged.step);
	return { kind: 'opened', update: judged.update, time: judged.time };
}

/** What it would be as this strand's next entry; nothing moves on. */
export function judge(
	frame: Frame,
	strand: Strand,
	context: AdmissionContext,
	trusted = false
): Unopened | Openable {
	const { strands, keyring } = context;
	const place = judgePlace(frame, strand, context);
	if (place) return place;
	if (strand.first > 0 && !trusted) return { kind: 'past' };
	const standing = judgeStanding(frame, strand, context);
	if ('kind' in standing) return standing;
	if (!context.counting.counts(frame, strand.author)) return { kind: 'apart' };

	const key = keyring.inForce(standing.inForce);
	if (!key) return { kind: 'not-mine' };
	const opening = openEntry(frame, key, !trusted);
	if (opening.kind !== 'opened') return opening;
	const { content } = opening;

	const citation = strands.judgeHeads(strand, content.heads, trusted);
	if (citation.kind === 'backwards') return broken('heads');
	if (citation.kind === 'missing') {
		const past = citation.heads.some((head) => strands.isBefore(head));
		return past ? { kind: 'past' } : { kind: 'waiting', for: citation.heads };
	}
	const { cited } = citation;
	const astray = strand.astray || citation.astray;
	const rule = shapeRule(strand, cited, context, trusted && !astray);
	const shape = checkShape(content.payload, rule);
	const { isPast, isShort } = rule.found();
	if (isPast) return { kind: 'past' };
	if (shape.kind === 'unsound' && astray) return { kind: 'lost' };
	if (shape.kind === 'unsound') {
		const mayCome = isShort && shape.fault === 'unknown-reference';
		return mayCome ? { kind: 'waiting', cited } : broken(shape.fault);
	}
	const step = { id: frame.id, clock: shape.clock, cited, astray, standing };
	return { kind: 'opened', step, update: content.payload, time: content.time };
}

function judgePlace(frame: Frame, strand: Strand, context: AdmissionContext): Unopened | null {
	if (!sameBytes(frame.document, context.document)) return broken('document');
	if (frame.channel !== context.channel || frame.kind !== 'update') return broken('kind');
	const here = strand.idOf(frame.seq);
	if (here) return sameBytes(here, frame.id) ? { kind: 'known' } : broken('fork');
	if (frame.seq < strand.first) return { kind: 'known' };
	if (frame.seq > strand.count) return { kind: 'waiting' };
	const last = strand.idOf(strand.count - 1);
	return last && !sameBytes(last, frame.previous) ? broken('chain') : null;
}

/** Under which roster heads the author acts, if they may write there and the key in force there is the one used. */
function judgeStanding(frame: Frame, strand: Strand, context: AdmissionContext): Standing | Unopened {
	const before = strand.last?.standing;
	const standing =
		before && sameHeads(before.rosterHeads, frame.rosterHeads) ? before : newStanding(frame, strand, context);
	if ('kind' in standing) return standing;
	const { epoch, keyId } = standing.inForce;
	return epoch === frame.epoch && sameBytes(keyId, frame.keyId) ? standing : broken('key');
}

function newStanding(
	frame: Frame,
	strand: Strand,
	{ roster, channel }: AdmissionContext
): Standing | Unopened {
	const { rosterHeads } = frame;
	const view = roster.at(rosterHeads);
	if (!view) return rosterHeads.length === 0 ? broken('right') : { kind: 'waiting' };
	if (strand.last && !roster.followsAll(rosterHeads, strand.last.standing.rosterHeads)) {
		return broken('roster-backwards');
	}
	const inForce = view.keyInForce(channel);
	if (!inForce || !view.mayWrite(strand.author, channel)) return broken('right');
	return { rosterHeads, inForce };
}

function shapeRule(
	strand: Strand,
	cited: Cited,
	{ strands, channel, depthOf, before }: AdmissionContext,
	trusted: boolean
) {
	let [isPast, isShort] = [false, trusted];
	return {
		client: strand.client,
		clock: strand.clock,
		/**
		 * Of what it refers to, whether only what came later is known here; and whether something may be missing that a volume holds:
		 * it may not count, or not be open yet. What this device has judged before was whole then.
		 */
		found: () => ({ isPast, isShort }),
		knownClock: (client: number) => {
			// What was judged when it came needs no more than what it refers to.
			if (trusted) return strands.get(client)?.clock ?? 0;
			const count = Math.max(cited.get(client) ?? 0, strand.cited.get(client) ?? 0);
			const clock = strands.clockAfter(client, count);
			isPast ||= clock === undefined;
			isShort ||= count > (strands.get(client)?.count ?? 0);
			return clock ?? Infinity;
		},
		appendOnly: channel === talkChannel,
		...(depthOf && { depthOf }),
		...(before && !trusted && { before: before() })
	};
}

function sameHeads(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
	return a.length === b.length && a.every((head, i) => sameBytes(head, b[i] ?? new Uint8Array()));
}

function broken(reason: BrokenReason): Unopened {
	return { kind: 'broken', reason };
}
