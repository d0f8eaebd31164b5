/** Entries as a device takes them in: from any relay, by an editor who means harm, and by nobody at all. */
import * as Y from 'yjs';
import { planChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import { encodeContent, type Head } from '#lib/seal/content.ts';
import { idBytes, sameBytes } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { Counting } from '#lib/session/counting.ts';
import { Inbox } from '#lib/session/inbox.ts';
import { Keyring } from '#lib/session/keyring.ts';
import { Strands } from '#lib/session/strands.ts';
import { HandClock } from '../simulation/hand-clock.ts';
import { seeded as seededBy, type Seeded } from '../simulation/seeded.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Piece } from './pieces.ts';
import { randomUpdate } from './random-update.ts';
import { writeUpdate } from './raw-update.ts';
import { frameGrammar, keyOf, makeSamples, sealed, signed, type Samples } from './samples.ts';

const casesPerRound = 30;

export const entries: Kind = {
	name: 'entries',
	async open(): Promise<Round> {
		const samples = await makeSamples();
		const { table, editor } = samples;
		const roster = await table.roster(table.founding, editor.invited, editor.accepted);
		const honest = await honestStrands(samples);
		const apart = honest.map(({ bytes }) => takeApart(bytes, frameGrammar));
		return async (seeded, tally) => {
			const device = new TriedDevice(samples, roster);
			const eve = new Eve(samples, honest, apart, seeded);
			const late = seeded.below(2) === 0 ? [...honest] : [];
			if (late.length === 0) await device.judge(honest);
			for (let left = casesPerRound; left > 0; left--) {
				const { frame, isGenuine } = await eve.next();
				const also = seeded.below(5) === 0 ? late.splice(0, 1) : [];
				await tally.tryLater(() => device.take(frame, isGenuine, also));
				eve.wrote(frame, Y.getState(device.doc.store, frame.client));
			}
			await device.judge(honest);
			device.doc.destroy();
		};
	}
};

class TriedDevice {
	readonly doc = new Y.Doc();
	readonly #strands = new Strands();
	readonly #inbox: Inbox;
	#opened: readonly Frame[] = [];
	#answers: string[] = [];

	constructor({ table }: Samples, roster: Roster) {
		const keyring = new Keyring();
		for (const key of table.keys) keyring.add(key);
		const strands = this.#strands;
		const counting = new Counting(roster, planChannel, strands);
		const document = idBytes(table.document);
		this.#inbox = new Inbox({
			admission: { document, channel: planChannel, roster, keyring, strands, counting },
			verify: syncVerify,
			clock: new HandClock(),
			breathe: async () => undefined,
			docs: () => [this.doc],
			cited: () => undefined,
			holds: () => false,
			past: () => undefined,
			split: () => undefined,
			opened: (frames) => (this.#opened = frames),
			refused: (_author, reason) => this.#answers.push(reason)
		});
	}

	async take(frame: Frame, isGenuine: boolean, also: readonly Frame[]): Promise<string> {
		this.#answers = [];
		await this.#inbox.receive([frame, ...also]);
		const opened = this.#opened;
		if (!isGenuine && opened.includes(frame)) fault('what nobody signed was opened');
		const { pendingStructs, pendingDs } = this.doc.store;
		if (pendingStructs || pendingDs) fault('something of an opened entry is left hanging');
		for (const { client, clock } of this.#strands.all) {
			if (Y.getState(this.doc.store, client) !== clock) fault('what was opened was not applied whole');
		}
		return opened.includes(frame) ? 'opened' : (this.#answers[0] ?? 'kept');
	}

	/** What honest people wrote is opened, whatever else came. */
	async judge(honest: readonly Frame[]): Promise<void> {
		await this.#inbox.receive(honest);
		for (const frame of honest) if (!this.#isOpen(frame)) fault(`an honest entry waits: ${frame.seq}`);
	}

	#isOpen(frame: Frame): boolean {
		return Y.getState(this.doc.store, frame.client) > 0 && this.#inbox.has(frame);
	}
}

/** The editor: what they seal and sign is theirs, and may be anything; what others signed they can only alter. */
class Eve {
	readonly #samples: Samples;
	readonly #honest: readonly Frame[];
	readonly #apart: readonly (readonly Piece[])[];
	readonly #seeded: Seeded;
	#strand: Uint8Array;
	#seq = 0;
	#clock = 0;
	#previous: Uint8Array;

	constructor(
		samples: Samples,
		honest: readonly Frame[],
		apart: readonly (readonly Piece[])[],
		seeded: Seeded
	) {
		this.#samples = samples;
		this.#honest = honest;
		this.#apart = apart;
		this.#seeded = seeded;
		this.#strand = seeded.bytes(16);
		this.#previous = seeded.bytes(32);
	}

	async next(): Promise<{ frame: Frame; isGenuine: boolean }> {
		for (;;) {
			if (this.#seeded.below(3) > 0) return { frame: await this.#own(), isGenuine: true };
			const bytes = mutated(this.#seeded.pick(this.#apart), this.#apart, this.#seeded);
			const isHonest = this.#honest.some((frame) => sameBytes(frame.bytes, bytes));
			const isOwn = !isHonest && this.#seeded.below(2) === 0 && bytes.length > 64;
			const given = isOwn ? await signed(bytes.slice(0, -64), this.#samples.editor.keys) : bytes;
			const parsed = parseFrame(given);
			// A frame that says to be the editor's, signed by them, is theirs.
			if (parsed.kind === 'frame') return { frame: parsed.frame, isGenuine: isHonest || isOwn };
		}
	}

	/** Mostly the next of their strand; its place, its heads and its update may be anything. */
	async #own(): Promise<Frame> {
		const { below, pick, bytes } = this.#seeded;
		const { table, editor } = this.#samples;
		if (below(6) === 0) this.#begin();
		const ground = {
			client: this.#client,
			clock: this.#clock,
			others: this.#others,
			roots: ['x', 'goals', '']
		};
		const payload = below(12) === 0 ? bytes(below(60)) : writeUpdate(randomUpdate(ground, this.#seeded));
		const seq = below(12) === 0 ? this.#seq + 1 : this.#seq;
		const place = {
			kind: below(30) === 0 ? ('presence' as const) : ('update' as const),
			document: below(30) === 0 ? bytes(32) : idBytes(table.document),
			strand: this.#strand,
			seq,
			previous: seq === 0 ? new Uint8Array(32) : below(15) === 0 ? bytes(32) : this.#previous,
			rosterHeads: [below(20) === 0 ? pick([bytes(32), table.founding.id]) : editor.seat],
			clear: new Uint8Array()
		};
		const content = { time: below(2 ** 31), heads: this.#heads(), payload };
		const frame = await sealed(place, encodeContent(content), keyOf(table, planChannel), editor.keys);
		return frame;
	}

	/** `clock`: of its strand on the device, which is where the next entry goes on if this one was opened. */
	wrote(frame: Frame, clock: number): void {
		if (clock <= this.#clock || frame.client !== this.#client) return;
		this.#clock = clock;
		this.#seq = frame.seq + 1;
		this.#previous = frame.id;
	}

	get #client(): number {
		const { table, editor } = this.#samples;
		return strandClient(idBytes(table.document), planChannel, editor.keys.publicKey, this.#strand);
	}

	get #others(): ReadonlyMap<number, number> {
		return new Map(this.#honest.map(({ client }) => [client, 24]));
	}

	#heads(): Head[] {
		if (this.#seq > 0 && this.#seeded.below(2) === 0) return [];
		const strands = new Map(this.#honest.map((frame) => [frame.client, frame]));
		return [...strands.values()].map(({ client, seq, id }) => ({
			client,
			seq: this.#seeded.below(12) === 0 ? seq + 1 : seq,
			id: this.#seeded.below(12) === 0 ? this.#seeded.bytes(32) : id
		}));
	}

	#begin(): void {
		this.#strand = this.#seeded.bytes(16);
		this.#seq = 0;
		this.#clock = 0;
		this.#previous = this.#seeded.bytes(32);
	}
}

/** Two strands of the founder's, the second in the light of the first. */
async function honestStrands(samples: Samples): Promise<Frame[]> {
	const { table } = samples;
	const doc = new Y.Doc();
	const first = await strandOf(samples, table.founder, doc, []);
	const last = first.at(-1);
	const second = await strandOf(samples, table.founder, doc, last ? [last] : []);
	doc.destroy();
	return [...first, ...second];
}

async function strandOf(
	{ table, editor }: Samples,
	author: MemberKeys,
	doc: Y.Doc,
	cited: readonly Head[]
): Promise<Frame[]> {
	const strand = table.random(16);
	const document = idBytes(table.document);
	doc.clientID = strandClient(document, planChannel, author.publicKey, strand);
	const frames: Frame[] = [];
	for (let seq = 0; seq < 3; seq++) {
		const vector = Y.encodeStateVector(doc);
		doc.getText('x').insert(0, `honest ${seq}`);
		const place = {
			kind: 'update' as const,
			document,
			strand,
			seq,
			previous: frames.at(-1)?.id ?? new Uint8Array(32),
			rosterHeads: [editor.seat],
			clear: new Uint8Array()
		};
		const heads = seq === 0 ? cited : [];
		const payload = Y.encodeStateAsUpdate(doc, vector);
		const content = { time: seededBy(seq).below(99), heads, payload };
		frames.push(await sealed(place, encodeContent(content), keyOf(table, planChannel), author));
	}
	return frames;
}
