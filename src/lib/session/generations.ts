/**
 * The generations of one channel. A state pack begins one; whoever has checked it against the originals writes there from then on, and
 * carries over what it does not stand for. A newcomer is shown its state at once, and what they write stays in drafts until the volumes
 * have proved it.
 */
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Head } from '#lib/seal/content.ts';
import { FrameError, FrameReader, memberId, sameBytes, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { verifyFrame } from '#lib/seal/frame-verify.ts';
import { decodeState, type PackState } from '#lib/seal/state.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import { isGeneration, type Generation } from '#lib/wire/frame-name.ts';
import type { Beginning } from './beginning.ts';
import { Carrier } from './carrier.ts';
import type { ChannelLogs } from './channel-logs.ts';
import { lateEntries, type LateEntry } from './late.ts';
import { buildsUpon, checkPack, type Lineage } from './pack-check.ts';
import { Packs, type Pack, type PacksContext } from './packs.ts';
import { PackWriter, type PackWriterContext } from './pack-writer.ts';
import { Past, type PastContext } from './past.ts';
import { Strand, type Volume } from './strands.ts';

export interface GenerationsContext
	extends
		Omit<PacksContext, 'generation'>,
		Omit<PastContext, 'lineage' | 'load'>,
		Omit<PackWriterContext, 'logs'> {
	readonly logs: ChannelLogs;
	/** Shows a state (Yjs, V2). */
	readonly show: (state: Uint8Array) => void;
	/** Writes in the current generation from now on. */
	readonly turn: () => Promise<void>;
	/** Own entries of this strand below `count` have gone out in another way. */
	readonly settled: (client: number, count: number) => void;
	/** What is shown is not what the originals make: it has to be built anew. */
	readonly rebuild: () => void;
	readonly changed: () => void;
}

interface Claimed {
	readonly pack: Pack;
	readonly generation: number;
	readonly claim: PackState | null;
	/** When it came. */
	readonly at: number;
}

/** Generations above the current one that are looked at together, and the very next: whoever names more is playing with us. */
const mostAhead = 4;
/** As many that were left are looked at once more. */
const mostBack = 3;
/** Nobody waits for ever for the volumes of a pack before making one. */
const patience = 5 * 60_000;

export class Generations {
	readonly #context: GenerationsContext;
	readonly #past: Past;
	readonly #packs = new Map<Generation, Packs>();
	readonly #carrier: Carrier<LateEntry>;
	readonly #writer: PackWriter;
	/** State packs that have not been checked. */
	#claims: Claimed[] = [];
	/** Ids of the state packs of this generation that have been. */
	#checked: Uint8Array[] = [];
	/** Generations that a relay has said to have begun. */
	readonly #hinted = new Set<number>();
	#left: number[] = [];
	#lineage: Lineage = { volumes: [], volume: null, state: null };
	#rosterHeads: readonly Uint8Array[] = [];
	/** From where this device opens the channel. */
	#kept: Beginning | null = null;
	#current = 0;
	/** The claim whose state is shown while nothing has been checked. */
	#provisional: PackState | null = null;
	/** Whether all that counts and no pack of this generation stands for is in its log. */
	#complete = true;
	/** While it opens, all that is here is weighed at once: nothing has been shown that would have to give way. */
	#opening = true;
	/** Entries that the last pack does not stand for, in the order in which they were opened. */
	#since: Frame[] = [];

	constructor(context: GenerationsContext) {
		this.#context = context;
		this.#writer = new PackWriter(context);
		this.#past = new Past({
			...context,
			lineage: () => this.#lineage,
			load: () => this.loadVolumes()
		});
		this.#carrier = new Carrier({
			...context,
			generation: () => this.#current,
			late: () =>
				lateEntries({
					...context,
					me: context.me.id,
					current: this.#current,
					volume: this.#lineage.volume,
					since: this.#since
				}),
			carry: (late, generation) => this.#carry(late, generation)
		});
	}

	/** The generation that is written in. */
	get current(): number {
		return this.#current;
	}

	get lineage(): Lineage {
		return this.#lineage;
	}

	/** True while what is shown has not been checked: nothing is signed so long. */
	get provisional(): boolean {
		return this.#provisional !== null;
	}

	/** Generations that were left and may hold drafts, and from which the channel is not opened any more. */
	get left(): readonly number[] {
		return this.#left.filter((generation) => generation < (this.#kept?.generation ?? 0));
	}

	get since(): readonly Frame[] {
		return this.#since;
	}

	/** True if the last pack's state is of no use any more. */
	get needsPack(): boolean {
		return this.#lineage.volume !== null && this.#lineage.state === null;
	}

	/** Whether a pack that may end this generation is being waited for. */
	get awaited(): boolean {
		const since = this.#context.clock.now() - patience;
		return this.#claims.some(({ generation, at }) => generation > this.#current && at > since);
	}

	/** Opens what this device holds, from its last pack if it has one. */
	async open(): Promise<void> {
		const beginning = await this.#context.logs.beginning();
		if (!beginning || !(await this.#openFrom(beginning))) await this.#load(0);
		this.#opening = false;
	}

	/** Packs from a link. */
	async receive(generation: Generation, frames: readonly Frame[]): Promise<void> {
		if (frames.length > 0 && generation === 'volumes') await this.loadVolumes();
		else if (frames.length > 0 && generation !== 'volumes') await this.follow(generation);
		const packs = this.#packsOf(generation);
		const { opened, whole } = await packs.receive(frames);
		await this.#context.logs.add(generation, opened);
		await this.#takeAll(whole);
		if (whole.length > 0) await this.look();
	}

	/** Something has come for which packs may have waited. */
	async reconsider(): Promise<void> {
		for (const generation of [...this.#packs.keys()]) await this.receive(generation, []);
		await this.look();
	}

	/** Entries have been opened, by whatever way they came. */
	opened(frames: readonly Frame[]): void {
		const ends = this.#lineage.volume?.ends;
		const since = frames.filter(({ client, seq }) => seq >= (ends?.get(client) ?? 0));
		this.#since.push(...since);
		// What the volumes hold and did not count does now: the state is without it.
		if (since.length < frames.length && this.#lineage.state) void this.distrust();
		this.#carrier.look();
	}

	has(head: Head): boolean {
		return [...this.#packs.values()].some((packs) => packs.has(head));
	}

	/** A generation is said to have begun: by a member, or as a relay's hint, so that neither takes the other's room. */
	async follow(generation: number, isHint = false): Promise<void> {
		const { logs } = this.#context;
		const ahead = logs.generations.filter((one) => one > this.#current && this.#hinted.has(one) === isHint);
		const isTooMany = ahead.length >= mostAhead && generation > this.#current + 1;
		if (isHint && !isTooMany && !logs.has(generation)) this.#hinted.add(generation);
		if (generation <= this.#current || logs.has(generation) || isTooMany) return;
		await this.loadVolumes();
		await this.#load(generation);
		await this.look();
	}

	async loadVolumes(): Promise<void> {
		if (!this.#context.logs.has('volumes')) await this.#load('volumes');
	}

	/** Somebody names this volume: true if nobody has before, and it is not known. */
	want(hash: Uint8Array, by: MemberId): boolean {
		return this.#past.want(hash, by);
	}

	/** Checks the packs that can be checked now, the latest generation first. */
	async look(): Promise<void> {
		await this.#past.learn();
		const claims = [...this.#claims].sort((a, b) => b.generation - a.generation);
		for (const claimed of claims) if (this.#claims.includes(claimed)) await this.#check(claimed);
		// Only where there is none that can be checked now.
		const [waiting] = claims.filter((claimed) => this.#claims.includes(claimed));
		if (waiting?.claim) this.#showAtOnce(waiting.claim);
	}

	/** Learns what the last pack stands for entry by entry. False while a volume is missing. */
	recall(): Promise<boolean> {
		return this.#past.recall();
	}

	/** Something in the last pack's state counts no more: from now on the channel is opened from its originals, until the next pack. */
	async distrust(): Promise<void> {
		if (!this.#lineage.volume) return;
		this.#lineage = { ...this.#lineage, state: null };
		await this.#begin();
	}

	/** A generation that was left is needed once more. */
	async reopen(generation: number): Promise<void> {
		await this.#load(generation);
		this.#carrier.look();
	}

	/** What is missing may stand in one of the last generations that were left: a relay may still have their logs. */
	async lookBack(): Promise<void> {
		const { logs } = this.#context;
		const earlier = Array.from({ length: mostBack }, (_, i) => this.#current - 1 - i);
		const closed = earlier.filter((generation) => generation >= 0 && !logs.has(generation));
		if (closed.length === 0) return;
		this.#left = [...new Set([...this.#left, ...closed])];
		await this.#begin();
		for (const generation of closed) await this.reopen(generation);
	}

	/** Nothing of a generation that was left is needed any more. */
	async forget(generation: number): Promise<void> {
		// What stays is tried again when the channel is opened next.
		if (!(await this.#context.logs.drop(generation))) return;
		this.#left = this.#left.filter((one) => one !== generation);
		await this.#begin();
	}

	/** The roster that was known when the last pack was checked. */
	get weighedAt(): readonly Uint8Array[] {
		return this.#rosterHeads;
	}

	/** Makes the pack that begins the next generation. */
	async pack(): Promise<void> {
		if (this.#since.length === 0 && !this.needsPack) return;
		await this.loadVolumes();
		const made = await this.#writer.make(this.#current + 1, this.#lineage, this.#since, {
			open: (generation) => this.#load(generation),
			earlier: async () => (await this.#past.counted()).map(({ content }) => content.payload)
		});
		if (!made) return;
		this.#past.volumes.add(made.content);
		this.#context.strands.know(made.lineage.volume);
		await this.#move(made.generation, made.lineage, made.id);
	}

	close(): void {
		this.#carrier.close();
	}

	async #openFrom(beginning: Beginning): Promise<boolean> {
		const { logs, strands, show, inbox } = this.#context;
		const { generation, checked, fromState } = beginning;
		const ledger = await logs.open(generation);
		const { whole } = await this.#packsOf(generation).receive(packsIn(ledger), true);
		const claims: { id: Uint8Array; claim: PackState }[] = [];
		for (const id of checked) {
			const pack = whole.find((one) => one.what === 'state' && sameBytes(one.id, id));
			const claim = pack && (await decodeState(pack.content));
			if (claim) claims.push({ id, claim });
		}
		const [first] = claims;
		if (!first || first.id !== checked[0]) return false;
		this.#lineage = {
			volumes: first.claim.volumes,
			volume: volumeOf(first.claim),
			state: fromState ? first.claim.state : null
		};
		for (const { claim } of claims) {
			strands.know(volumeOf(claim));
			strands.begin(claim.volumes);
		}
		if (fromState) {
			show(first.claim.state);
			for (const { client, count, id, clock, author } of first.claim.covers)
				strands.add(new Strand(client, memberId(author), { count, id, clock }));
		} else {
			await this.loadVolumes();
			if (!this.#past.volumes.has(this.#lineage.volumes)) return false;
			await this.#past.read(strands, inbox);
		}
		for (const { claim } of claims.slice(1)) await this.#past.readBeside(claim.volumes);
		this.#kept = beginning;
		this.#current = generation;
		this.#checked = claims.map(({ id }) => id);
		this.#rosterHeads = beginning.rosterHeads;
		this.#left = [...beginning.left];
		await this.#openHeld(generation, ledger, whole);
		await this.#takeAll(whole.filter(({ what }) => what !== 'carried'));
		await this.look();
		return true;
	}

	async #load(generation: Generation): Promise<void> {
		const ledger = await this.#context.logs.open(generation);
		const { whole } = await this.#packsOf(generation).receive(packsIn(ledger), true);
		if (generation !== 'volumes') await this.#openHeld(generation, ledger, whole);
		await this.#takeAll(whole.filter(({ what }) => what !== 'carried'));
	}

	/** What was carried may have to count in place of what stands in the log. */
	async #openHeld(generation: number, { strands }: Ledger, packs: readonly Pack[]): Promise<void> {
		const { logs, inbox } = this.#context;
		const carried: Frame[] = [];
		for (const pack of packs.filter(({ what }) => what === 'carried')) {
			carried.push(...(await this.#framesOf(pack, generation)));
		}
		const held = [...strands.values()].filter(([first]) => first?.kind === 'update');
		for (const [first] of held) if (first) logs.place(first.client, generation);
		this.opened(await inbox.openHeld(held, carried));
		this.#giveWay(carried);
	}

	/** Where a log goes on is looked at once all is known that begins here. */
	async #takeAll(packs: readonly Pack[]): Promise<void> {
		const signs = packs.filter(({ what }) => what === 'next');
		for (const pack of [...packs.filter(({ what }) => what !== 'next'), ...signs]) await this.#take(pack);
	}

	async #take(pack: Pack): Promise<void> {
		const { generation } = pack;
		if (pack.what === 'volume') return this.#past.volumes.add(pack.content);
		if (generation === 'volumes') return;
		if (pack.what === 'state') await this.#claim(pack, generation);
		if (pack.what === 'carried') await this.#unpack(pack, generation);
		if (pack.what === 'next') await this.#hearNext(pack, generation);
		if (pack.what === 'beside') this.#hearBeside(pack, generation);
	}

	async #claim(pack: Pack, generation: number): Promise<void> {
		if (generation < this.#current || this.#checked.some((id) => sameBytes(id, pack.id))) return;
		const claim = await decodeState(pack.content);
		// Its maker need not have put it there: whoever keeps the log can.
		if (claim && claim.generation !== generation) return this.follow(generation - 1);
		// Each pack adds one volume: nobody can use up the numbers by naming a high one.
		const isOf = claim?.volumes.length === generation;
		const at = this.#context.clock.now();
		this.#claims.push({ pack, generation, claim: isOf ? claim : null, at });
	}

	/** Somebody writes a strand in two ways: everybody is to have both, whatever their relay shows. */
	split(): void {
		this.#carrier.look();
		this.#giveWay(this.#context.inbox.forked.filter((frame) => this.#carrier.has(frame)));
	}

	/** What is of no use is the carrier's doing, whoever it says wrote it. */
	async #framesOf({ author, content }: Pack, generation: number): Promise<readonly Frame[]> {
		const { document, channel, verify, refused } = this.#context;
		const frames: Frame[] = [];
		const all = splitFrames(content);
		if (!all) refused(author, 'content');
		for (const frame of all ?? []) {
			const isOf = frame.channel === channel && sameBytes(frame.document, document);
			if (frame.kind !== 'update' || !isOf) refused(author, 'content');
			// Also where it is known: the id says nothing of the signature, which is carried for those who do not have it.
			else if (await verifyFrame(frame, verify)) frames.push(frame);
			else refused(author, 'signature');
		}
		this.#carrier.carried(frames, generation);
		return frames;
	}

	async #unpack(pack: Pack, generation: number): Promise<void> {
		const frames = await this.#framesOf(pack, generation);
		await this.#context.receive(frames);
		this.#giveWay(frames);
	}

	/**
	 * Once this device's log has what must count in place of what is shown, opening it anew puts it there: not from a state, behind which it
	 * would be judged too late once more.
	 */
	#giveWay(frames: readonly Frame[]): void {
		const { inbox, rebuild } = this.#context;
		if (!this.#opening && frames.some((frame) => inbox.outdoes(frame))) void this.distrust().then(rebuild);
	}

	async #hearNext({ author, content }: Pack, generation: number): Promise<void> {
		const next = readNext(content);
		if (next === null) return this.#context.refused(author, 'content');
		// It was said in another log.
		if (next <= generation) return;
		this.#writer.heardNext(generation, next);
		await this.follow(next);
	}

	#hearBeside({ author, content }: Pack, generation: number): void {
		if (content.length !== 32) return this.#context.refused(author, 'content');
		this.#carrier.carried([{ id: content }], generation);
		this.want(content, author);
	}

	async #check(claimed: Claimed): Promise<void> {
		const { pack, generation, claim } = claimed;
		const done = () => (this.#claims = this.#claims.filter((other) => other !== claimed));
		if (generation < this.#current) return void done();
		if (!claim) return this.#refuse(claimed);
		if (!(await this.#canRead(claim))) return;
		const verdict = await checkPack(claim, this.#lineage, { ...this.#context, volumes: this.#past.volumes });
		if (verdict.kind === 'false') return this.#refuse(claimed);
		if (verdict.kind === 'waiting') return;
		done();
		const { volume } = verdict;
		const state = verdict.kind === 'sound' ? claim.state : null;
		if (generation === this.#current) await this.#keepBeside(pack.id, volume);
		else {
			if (verdict.kind === 'behind') await this.#keepBeyond(volume);
			await this.#move(generation, { volumes: claim.volumes, volume, state }, pack.id);
		}
		// What cites the volume has waited for it.
		await this.#context.receive([]);
	}

	/** What our own last pack stands for and this volume does not is carried over. */
	async #keepBeyond({ ends }: Volume): Promise<void> {
		const past = (await this.#past.counted()).map(({ frame }) => frame);
		this.#context.inbox.prove(past);
		this.#since.unshift(...past.filter(({ client, seq }) => seq >= (ends.get(client) ?? 0)));
	}

	/** Another pack of our generation: who opens the channel from it cites its volume. */
	async #keepBeside(id: Uint8Array, { hash }: Volume): Promise<void> {
		this.#checked.push(id);
		this.#carrier.carried([{ id: hash }], this.#current);
		this.#carrier.look();
		await this.#begin();
	}

	/** What cannot be compared with our own last pack needs every entry that this stands for. */
	async #canRead(claim: PackState): Promise<boolean> {
		return buildsUpon(claim, this.#lineage) || !this.#context.strands.startLate || this.recall();
	}

	/** A newcomer need not wait for the volumes to see something. */
	#showAtOnce(claim: PackState): void {
		const { strands, show, changed } = this.#context;
		if (this.#provisional || [...strands.all].length > 0 || this.#past.volumes.has(claim.volumes)) return;
		this.#provisional = claim;
		show(claim.state);
		changed();
	}

	async #refuse(claimed: Claimed): Promise<void> {
		const { refused, rebuild } = this.#context;
		this.#claims = this.#claims.filter((other) => other !== claimed);
		refused(claimed.pack.author, 'pack');
		if (this.#provisional) return rebuild();
		await this.follow(claimed.generation - 1);
	}

	async #move(generation: number, lineage: Lineage, id: Uint8Array): Promise<void> {
		const { logs, turn, changed } = this.#context;
		const shown = this.#provisional;
		const from = this.#current;
		const ends = lineage.volume?.ends;
		this.#current = generation;
		this.#lineage = lineage;
		this.#checked = [id];
		this.#provisional = null;
		await turn();
		this.#since = this.#since.filter(({ client, seq }) => seq >= (ends?.get(client) ?? 0));
		this.#claims = this.#claims.filter((other) => other.generation >= generation);
		await this.#writer.sayNext(from, generation);
		for (const [client, count] of ends ?? []) this.#context.settled(client, count);
		this.#left = [...new Set([...this.#left, ...logs.generations])].filter((one) => one < generation);
		this.#complete = false;
		this.#carrier.look(() => {
			this.#complete = true;
			void this.#begin();
		});
		changed();
		// A state that was not this one, or in which something no longer counted, is on the screen.
		if (shown && lineage.state !== shown.state) {
			await this.#begin();
			this.#context.rebuild();
		}
	}

	async #carry(late: readonly LateEntry[], generation: number): Promise<boolean> {
		const frames = late.flatMap(({ frame }) => frame ?? []);
		const volumes = late.filter(({ frame }) => frame === null).map(({ id }) => id);
		if (!(await this.#writer.sayBeside(generation, volumes))) return false;
		if (!(await this.#writer.carry(generation, frames))) return false;
		for (const { client, seq } of frames) this.#context.settled(client, seq + 1);
		this.#giveWay(frames);
		return true;
	}

	/** From now on this device opens the channel from here, once nothing would be missing; till then from where it did, by what counts now. */
	async #begin(): Promise<void> {
		const beginning = this.#complete ? this.#here : this.#distrusted;
		if (!beginning) return;
		this.#kept = beginning;
		await this.#context.logs.begin(beginning);
	}

	get #here(): Beginning {
		this.#rosterHeads = this.#context.roster.heads;
		return {
			generation: this.#current,
			fromState: this.#lineage.state !== null,
			rosterHeads: this.#rosterHeads,
			checked: this.#checked,
			left: this.#left
		};
	}

	get #distrusted(): Beginning | null {
		return this.#kept && this.#lineage.state === null ? { ...this.#kept, fromState: false } : null;
	}

	#packsOf(generation: Generation): Packs {
		const packs = this.#packs.get(generation) ?? new Packs({ ...this.#context, generation });
		this.#packs.set(generation, packs);
		return packs;
	}
}

function packsIn({ strands }: Ledger): Frame[] {
	return [...strands.values()].filter(([first]) => first?.kind === 'pack').flat();
}

/** What its last volume and those before hold: it has been checked that it says so. */
function volumeOf({ volumes, covers }: PackState): Volume {
	const ends = new Map(covers.map(({ client, count }) => [client, count]));
	return { hash: volumes.at(-1) ?? new Uint8Array(32), ends };
}

/** The generation that a pack says is next; null for bytes that say none. */
function readNext(content: Uint8Array): number | null {
	try {
		const read = new FrameReader(content);
		const next = read.u32();
		read.end();
		return isGeneration(next) ? next : null;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
